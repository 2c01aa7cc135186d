-- holds: Cycles of the cohort that are still open, by their id: whether work on them has begun (a person answered, or
--   they reached SQL), and when a person last did something about them, from SQL on also when anything last happened.
-- stands on: waterfall_cycles, company_unit_touches, company_unit_activity
-- sliced by: what it stands on
-- counts: cycles
-- personal: nothing
-- $from: the cohort holds cycles that opened at or after this instant
-- $to: and before this one
with undecided as (
    select
        cycle_id,
        unit_key,
        owner,
        opened_at,
        coalesce(sql_at, sgl_at, won_at) is not null as is_sql
    from waterfall_cycles
    where opened_at >= $from and opened_at < $to and exit is null and not is_admin
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
)
select
    u.cycle_id,
    u.owner,
    u.opened_at,
    u.is_sql or coalesce(t.is_answered, false) as is_begun,
    case when u.is_sql then greatest(t.last_touch_at, a.last_event_at) else t.last_touch_at end as last_at
from undecided as u
left join touched as t on u.cycle_id = t.cycle_id
left join followed as a on u.cycle_id = a.cycle_id
