-- The stages of open deals of all parts, and whether every deal in each should have closed by now.
-- $shares: the parts' shares

create or replace temp table open_stages as
select
    folded,
    bool_and(is_past) as is_past
from read_parquet($shares)
group by folded;
