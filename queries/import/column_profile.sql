-- What the values of an unknown column look like. Stands behind a `with asked as (select … as text)`.
-- $day_first, $month_first: the strptime formats of both orders

, timed as (
    select
        text,
        without_zone(text) as time
    from asked
    where text is not null
),

filled as (
    select
        text,
        case when contains(time, ':') and right(time, 1) > '9' then before_zone(time, zone_abbreviation(time)) else time end as time
    from timed
),

often as (
    select
        text,
        count(*) as times
    from filled
    group by text
)

select
    count(*) as filled,
    count(distinct text) as "distinct",
    (select count(*) from asked) as "rows",
    count(*) filter (where from_year_first(time) is not null) as year_first,
    count(*) filter (where from_day_or_month_first(time, $day_first) is not null) as day_first,
    count(*) filter (where from_day_or_month_first(time, $month_first) is not null) as month_first,
    count(*) filter (where as_number(text, '.') is not null or as_number(text, ',') is not null) as numbers,
    count(*) filter (where as_boolean(text) is not null) as booleans,
    count(*) filter (where from_excel(text) between timestamp '2000-01-01' and timestamp '2040-01-01') as serials,
    count(*) filter (where from_epoch(text) between timestamp '2000-01-01' and timestamp '2040-01-01') as epochs,
    count(*) filter (where from_epoch_ms(text) between timestamp '2000-01-01' and timestamp '2040-01-01') as epochs_ms,
    count(*) filter (where regexp_full_match(text, '(?:mailto:)?[^@\s]+@[^@\s]+\.[^@\s]+')) as emails,
    count(*) filter (where regexp_full_match(text, '[^\s@]{8,}') and regexp_matches(text, '\d')) as codes,
    count(*) filter (where regexp_full_match(text, '[^\s;]+(?:; ?[^\s;]+)+')) as several,
    coalesce(max(length(text)), 0) as longest,
    (select (list(text order by times desc, text))[1:80] from often) as samples
from filled;
