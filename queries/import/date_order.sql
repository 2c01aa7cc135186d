-- How the dates of a column are written. Stands behind a `with asked as (select … as text)`.
-- $day_first, $month_first: the strptime formats of both orders

, blanked as (
    select
        is_year_first(text) as year_first,
        case when is_year_first(text) then text else with_plain_blanks(text) end as text
    from asked
),

with_zones as (
    select
        *,
        case when year_first then '' else zone_in(text) end as zone
    from blanked
),

written as (
    select
        year_first,
        before_zone(text, zone) as text
    from with_zones
),

judged as (
    select
        text,
        year_first,
        case when not year_first then from_day_or_month_first(text, $day_first) end as day_first,
        case when not year_first then from_day_or_month_first(text, $month_first) end as month_first
    from written
)

select
    count(*) filter (where year_first) as year_first,
    count(*) filter (where day_first = month_first) as either_way,
    count(*) filter (where day_first <> month_first) as both_ways,
    count(*) filter (where day_first is not null and month_first is null) as only_day_first,
    count(*) filter (where month_first is not null and day_first is null) as only_month_first,
    (list(distinct text order by text) filter (where day_first <> month_first))[1:3] as samples,
    min(text) filter (where day_first is not null and month_first is null) as a_day_first,
    min(text) filter (where month_first is not null and day_first is null) as a_month_first
from judged;
