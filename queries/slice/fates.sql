-- holds: Fates: one row per cycle of the cohort, by its id, with what became of it. Closed: won, lost, disqualified,
--   rejected, recycled, admin. Open, by the touches of people: untouched once the time to answer has passed, else
--   waiting; stalled after 21 days without a touch or, from SQL on, an event; else active.
-- stands on: waterfall_cycles, company_unit_touches, company_unit_activity, reps, business_days
-- sliced by: what it stands on
-- counts: cycles
-- personal: nothing
-- $from: the cohort holds cycles that opened at or after this instant
-- $to: and before this one
-- $as_of: the moment looked at
-- $response_sla_seconds: time sales has to answer, from the opening
-- $sla_clock: whether that time is elapsed or working time of the owner's calendar
-- $time_zone: the company's calendar, for owners without one of their own
with cohort as not materialized (
    select
        cycle_id,
        unit_key,
        owner,
        opened_at,
        case when is_admin then 'admin' else exit end as closed_as,
        coalesce(sql_at, sgl_at, won_at) is not null as is_sql
    from waterfall_cycles
    where opened_at >= $from and opened_at < $to
),
undecided as (
    select
        cycle_id,
        unit_key,
        owner,
        opened_at,
        is_sql
    from cohort
    where closed_as is null
),
touched as (
    select
        u.cycle_id,
        max(t.happened_at) as last_touch_at,
        bool_or(t.is_outbound or t.is_connected) as is_answered
    from undecided as u
    inner join company_unit_touches as t on u.unit_key = t.unit_key and t.happened_at >= u.opened_at
    where t.is_human and t.happened_at >= $from
    group by u.cycle_id
),
followed as (
    select
        u.cycle_id,
        max(a.happened_at) as last_event_at
    from undecided as u
    inner join company_unit_activity as a on u.unit_key = a.unit_key and a.happened_at >= u.opened_at
    where u.is_sql and a.happened_at >= $from
    group by u.cycle_id
),
judged as (
    select
        u.cycle_id,
        u.owner,
        u.opened_at,
        u.is_sql or coalesce(t.is_answered, false) as is_begun,
        case when u.is_sql then greatest(t.last_touch_at, a.last_event_at) else t.last_touch_at end as last_at
    from undecided as u
    left join touched as t on u.cycle_id = t.cycle_id
    left join followed as a on u.cycle_id = a.cycle_id
),
unbegun as (
    select
        j.cycle_id,
        coalesce(r.time_zone, $time_zone) as calendar,
        j.opened_at as start_at,
        $as_of::timestamp as end_at
    from judged as j
    left join reps as r on j.owner = r.rep
    where not j.is_begun
),
waited as (
    select
        cycle_id,
        clock_minutes
    from clock_minutes('unbegun', 'business_days', $sla_clock)
)
select
    c.cycle_id,
    c.is_sql,
    j.last_at,
    case
        when c.closed_as is not null then c.closed_as
        when j.is_begun
            then case when j.last_at + interval 21 days <= $as_of::timestamp then 'stalled' else 'active' end
        when w.clock_minutes >= $response_sla_seconds / 60 then 'untouched'
        else 'waiting'
    end as fate
from cohort as c
left join judged as j on c.cycle_id = j.cycle_id
left join waited as w on c.cycle_id = w.cycle_id
