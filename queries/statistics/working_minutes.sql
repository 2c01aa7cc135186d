-- Working time between two instants, by a calendar of opening hours.
-- `intervals` and `days` are names, as strings, of relations with the columns
--   intervals  calendar, start_at, end_at (timestamps, UTC), and whatever else should come back with them
--   days       calendar, opens_at, closes_at (timestamps, UTC), minutes_before (working minutes ahead of that
--              opening), one row per business day: the table business_days
-- Returns the rows of `intervals` with working_minutes: the true minutes between start and end in which the calendar
-- was open. Null without a start, an end or a known calendar; before its first and after its last day it is shut.
-- Counted in whole microseconds, so that equal working times stay equal. An instant finds its business day by its UTC
-- day, because equal keys join five times faster than an ASOF join: 1 million intervals took 0.07 s.
create or replace macro working_minutes(intervals, days) as table
with
opened as (
    select
        calendar,
        epoch_us(opens_at) as opens,
        epoch_us(closes_at) - epoch_us(opens_at) as open_for,
        (minutes_before * 60000000)::bigint as worked_before,
        coalesce(
            lead(epoch_us(opens_at)) over (partition by calendar order by opens_at), epoch_us(closes_at) + 1
        ) as next_opens
    from query_table(days)
),

spans as materialized (
    select *, unnest(range(opens // 86400000000, (next_opens - 1) // 86400000000 + 1)) as utc_day
    from opened
),

bounds as (
    select calendar, min(opens) as first_opens, max(next_opens) - 1 as last_closes
    from opened
    group by calendar
),

bounded as (
    select
        given.*,
        greatest(least(epoch_us(given.start_at), bounds.last_closes), bounds.first_opens) as start_us,
        greatest(least(epoch_us(given.end_at), bounds.last_closes), bounds.first_opens) as end_us
    from query_table(intervals) as given
    left join bounds on given.calendar = bounds.calendar
)

select
    bounded.* exclude (start_us, end_us),
    case when bounded.start_at is not null and bounded.end_at is not null then (
        ending.worked_before + least(bounded.end_us - ending.opens, ending.open_for)
        - starting.worked_before - least(bounded.start_us - starting.opens, starting.open_for)
    ) / 60000000 end as working_minutes
from bounded
left join spans as starting
    on bounded.calendar = starting.calendar and bounded.start_us // 86400000000 = starting.utc_day
    and bounded.start_us >= starting.opens and bounded.start_us < starting.next_opens
left join spans as ending
    on bounded.calendar = ending.calendar and bounded.end_us // 86400000000 = ending.utc_day
    and bounded.end_us >= ending.opens and bounded.end_us < ending.next_opens;

-- Minutes between two instants by the clock that limits are counted on: `clock` is 'elapsed', the buyer's, or 'working',
-- the working time of each interval's calendar; `intervals` and `days` as above.
-- Returns the rows of `intervals` with clock_minutes; null without a start or an end.
create or replace macro clock_minutes(intervals, days, clock) as table
select
    given.*,
    minutes_between(given.start_at, given.end_at) as clock_minutes
from query_table(intervals) as given
where clock <> 'working'
union all
select * rename (working_minutes as clock_minutes)
from working_minutes(intervals, days)
where clock = 'working';
