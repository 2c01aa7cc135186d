-- The open deals of all parts whose stage may look closed.
-- $shares: the parts' shares

create or replace temp table perhaps_closed as
select *
from read_parquet($shares);
