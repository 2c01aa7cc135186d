-- holds: Waits whose clock started in the window, with their lengths by the clock limits are counted on, $sla_clock,
--   in minutes: until the answer (waited_minutes), until $as_of (watched_minutes), until an administrative close
--   without an answer (censored_minutes); null without one.
-- stands on: waits, reps, business_days
-- sliced by: what it stands on
-- counts: cycles
-- personal: email, name
-- $from: clocks started at or after this instant
-- $to: and before this one
-- $as_of: the moment looked at
-- $sla_clock: elapsed, or working: the working time of the owner's calendar
-- $time_zone: the company's calendar, for owners without one of their own
with clocked as materialized (
    select
        w.*,
        coalesce(r.time_zone, $time_zone) as calendar
    from waits as w
    left join reps as r on w.owner = r.rep
    where w.started_at >= $from and w.started_at < $to
),
intervals as (
    select
        cycle_id,
        calendar,
        started_at as start_at,
        unnest([answered_at, $as_of::timestamp, case when is_admin and answered_at is null then closed_at end]) as end_at,
        unnest(['waited', 'watched', 'censored']) as span
    from clocked
),
lengths as (
    select
        cycle_id,
        max(clock_minutes) filter (where span = 'waited') as waited_minutes,
        max(clock_minutes) filter (where span = 'watched') as watched_minutes,
        max(clock_minutes) filter (where span = 'censored') as censored_minutes
    from clock_minutes('intervals', 'business_days', $sla_clock)
    group by cycle_id
)
select
    c.* exclude (calendar),
    l.waited_minutes,
    l.watched_minutes,
    l.censored_minutes
from clocked as c
inner join lengths as l on c.cycle_id = l.cycle_id
