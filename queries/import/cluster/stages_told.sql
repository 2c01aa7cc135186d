-- What is told of each stage by all parts.
-- $shares: the parts' shares

create or replace temp table stages_told as
select
    folded,
    rank,
    min(event) as event,
    bool_and(all_closed) as all_closed,
    bool_or(any_closed) as any_closed,
    bool_and(all_won) as all_won,
    bool_or(any_won) as any_won
from read_parquet($shares)
group by folded, rank;
