-- The last entry: its place and its digest.
select
    seq,
    digest
from entries
order by seq desc
limit 1
