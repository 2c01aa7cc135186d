-- In how many rows one column is, but for what rounding takes, another's number times a hundred.
-- Stands behind a `with asked as (select line, … as a, … as b)`.

, numbered as (
    select
        coalesce(as_number(a, '.'), as_number(a, ',')) as whole,
        as_number(b, '.') as with_point,
        as_number(b, ',') as with_comma
    from asked
    where a is not null and b is not null
)

select
    count(*) filter (where whole <> 0) as "rows",
    count(*) filter (
        where whole <> 0 and (abs(whole - 100 * with_point) <= 50 or abs(whole - 100 * with_comma) <= 50)
    ) as hundredths
from numbered;
