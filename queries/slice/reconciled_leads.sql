-- holds: Cycles that opened in the window and leads created in it: a row per such cycle, and one per lead created then
--   that has none. reason: why the count of leads created differs from that of cycles by it; null where it does not.
--   leads: by how many.
-- stands on: cycles, leads
-- sliced by: what it stands on
-- counts: cycles and leads
-- personal: email, name
-- $from: opened or created at or after this instant
-- $to: and before this one
with opened as (
    select
        cycle_id,
        lead_key,
        opened_at,
        cycle_number,
        exit,
        row_number() over (partition by lead_key order by opened_at, cycle_id) > 1 as is_again
    from cycles
    where opened_at >= $from and opened_at < $to
),
joined as (
    select
        l.*,
        o.cycle_id,
        o.opened_at,
        o.cycle_number,
        o.exit,
        o.cycle_id is not null as is_cycle,
        case
            when o.cycle_id is null then 'open_before'
            when o.is_again then 'again'
            when l.created_at < $from then 'older'
            when l.created_at >= $to then 'younger'
        end as reason
    from leads as l
    left join opened as o on l.lead_key = o.lead_key
    where o.cycle_id is not null or (l.created_at >= $from and l.created_at < $to)
)
select
    *,
    case when reason is null then 0 when is_cycle then -1 else 1 end as leads
from joined
