-- What stands in a column beside each value of another. Stands behind a `with asked as (select line, … as a, … as b)`.

select
    a,
    b,
    count(*) as records
from asked
where a is not null and b is not null
group by a, b
order by a, b;
