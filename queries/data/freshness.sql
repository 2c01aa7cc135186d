-- title: Freshness
-- question: How many records of each kind are there, and when did the last one happen?
-- grain: one row per kind of record
-- caveat: Of the records the slice keeps; what happened after the moment looked at is not there yet.
-- adds up: no; a touch belongs to its lead and to its deal, which may lie in two parts, and spend and people follow
--   few filters
-- $as_of: the moment looked at
-- $time_zone: the company's time zone

with moment as (
    select local_day($as_of::timestamp - interval 1 microsecond, $time_zone) as last_day
),

happened as (
    select
        1 as place,
        'Leads created' as what,
        count(*) as records,
        max(created_at) as latest_at,
        null::date as latest_on
    from leads
    where created_at < $as_of
    union all
    select
        2,
        'Leads moved on or closed',
        count(greatest(observed_mql_at, sal_at, sgl_at, sql_at, closed_at)),
        max(greatest(observed_mql_at, sal_at, sgl_at, sql_at, closed_at)),
        null
    from cycles
    union all
    select 3, 'Touches', count(*), max(happened_at), null from touches
    union all
    select 4, 'Deals created', count(*), max(created_at), null from deals
    union all
    select 5, 'Deals moved or pushed', count(*), max(happened_at), null from deal_moves
    union all
    select 6, 'Spend booked', nullif(count(*), 0), null, max(spent_on) from spend    -- a slice it cannot follow keeps none
    where spent_on <= (select last_day from moment)
    union all
    select 7, 'Customers started', count(*), null, max(started_on) from customers
    where started_on <= (select last_day from moment)
)

select
    what,         -- kind of record
    records,      -- how many; empty for spend where the slice keeps none
    latest_at,    -- when the last one happened; empty for kinds that only know the day
    latest_on     -- the day of the last one, for those
from happened
order by place
