-- Whether a column tells the rows of a file apart. Stands behind a `with asked as (select line, … as a)`.
-- $is_email: its values are addresses

select
    count(*) as "rows",
    count(a) as filled,
    count(distinct case when $is_email then address_key(a) else lookup_id(a) end) as "distinct"
from asked;
