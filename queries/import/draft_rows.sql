-- The first cells of a file's rows, in order. Stands behind a `with asked as (select line, … as a, … as b, … as c)`.

select * exclude (line)
from asked
order by line
limit 20000;
