-- What the values of an unknown column look like. Stands behind a `with asked as (select … as text)`.
-- $day_first, $month_first: the strptime formats of both orders

, filled as (
    select text from asked where text is not null
)

select
    count(*) as filled,
    count(distinct text) as "distinct",
    (select count(*) from asked) as "rows",
    count(*) filter (where from_year_first(without_zone(text)) is not null) as year_first,
    count(*) filter (
        where from_day_or_month_first(without_zone(text), $day_first) is not null
            or from_day_or_month_first(without_zone(text), $month_first) is not null
    ) as day_or_month_first,
    count(*) filter (where as_number(text, '.') is not null or as_number(text, ',') is not null) as numbers,
    count(*) filter (where as_boolean(text) is not null) as booleans,
    count(*) filter (where from_excel(text) between timestamp '2000-01-01' and timestamp '2040-01-01') as serials,
    count(*) filter (where from_epoch(text) between timestamp '2000-01-01' and timestamp '2040-01-01') as epochs,
    count(*) filter (where from_epoch_ms(text) between timestamp '2000-01-01' and timestamp '2040-01-01') as epochs_ms,
    (list(distinct text order by text))[1:40] as samples
from filled;
