-- holds: Waits whose clock started in the window, with their lengths by the clock limits are counted on, $sla_clock,
--   in minutes: until the answer (waited_minutes), until $as_of (watched_minutes), until an administrative close
--   without an answer (censored_minutes); null without one. worked_minutes: working time until the wait ended.
-- stands on: waits, reps, business_days
-- sliced by: what it stands on
-- kept: the questions of who waits read it at one moment, window and slice
-- borrows: lead_id, name, company from lead_facts by lead_key
-- counts: cycles
-- personal: name
-- $from: clocks started at or after this instant
-- $to: and before this one
-- $as_of: the moment looked at
-- $sla_clock: elapsed, or working: the working time of the owner's calendar
-- $time_zone: the company's calendar, for owners without one of their own
with clocked as materialized (
    select
        w.cycle_id,
        w.lead_key,
        w.cycle_number,
        w.source,
        w.segment,
        w.region,
        w.owner,
        coalesce(r.time_zone, $time_zone) as calendar,
        w.started_at,
        w.answered_at,
        w.answered_day_only,
        w.talked_at,
        w.reached_sql_at,
        w.exit,
        w.is_admin,
        w.closed_at,
        w.ended_at,
        w.outcome,
        w.started_at as start_at,
        w.ended_at as end_at
    from waits as w
    left join reps as r on w.owner = r.rep
    where w.last_entry_at >= $from and w.started_at >= $from and w.started_at < $to
),
worked as (
    select
        * exclude (end_at, working_minutes),
        case when $sla_clock = 'working' then $as_of::timestamp end as end_at,
        working_minutes as worked_minutes
    from working_minutes('clocked', 'business_days')
),
watched as (
    select
        * exclude (start_at, end_at, working_minutes),
        case when $sla_clock = 'working' then worked_minutes else minutes_between(started_at, ended_at) end as ended_minutes,
        case when $sla_clock = 'working' then working_minutes else minutes_between(started_at, $as_of) end as watched_minutes
    from working_minutes('worked', 'business_days')
)
select
    * exclude (ended_minutes),
    case when answered_at is not null then ended_minutes end as waited_minutes,
    case when is_admin and answered_at is null then ended_minutes end as censored_minutes
from watched
