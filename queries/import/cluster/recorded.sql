-- What the company records at all, of all parts: each with the first instant that says so.
-- $shares: the parts' shares

insert into recorded
select
    what,
    min(since) as since
from read_parquet($shares)
group by what
order by what;
