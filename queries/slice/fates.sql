-- holds: Fates: one row per cycle of the cohort, by its id, with what became of it. Closed: won, lost, disqualified,
--   rejected, recycled, admin. Open, by the touches of people: untouched once the time to answer has passed, else
--   waiting; stalled after 21 days without a touch or, from SQL on, an event; else active.
-- stands on: waterfall_cycles, undecided_cycles, reps, business_days
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
        case when is_admin then 'admin' else exit end as closed_as,
        coalesce(sql_at, sgl_at, won_at) is not null as is_sql
    from waterfall_cycles
    where opened_at >= $from and opened_at < $to
),
judged as materialized (
    from undecided_cycles
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
