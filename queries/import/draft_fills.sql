-- How many records with each value of one column have a value in another. Stands behind a `with asked as (select line, …)`.

select
    a,
    count(*) as records,
    count(b) as filled
from asked
group by a
order by a;
