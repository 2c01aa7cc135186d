-- The keys that one row ties to each other: it feeds several tables, or names several records. Each pair once.

select distinct
    r.home as one,
    k.home as other
from key_homes as k
inner join row_homes as r on k.file = r.file and k.line = r.line
where k.home <> r.home;
