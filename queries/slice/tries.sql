-- holds: Tries: one row per wait whose clock started in the window, with what people did to reach the lead.
--   is_judged: 14 days old, neither in contact nor closed within them. attempts: tries in those days. is_known,
--   gave_up: whether it can be known that it was given up after one try, none following in the 14 days after it, and
--   whether it was.
-- stands on: timed_waits, company_touches
-- sliced by: what it stands on
-- counts: cycles
-- personal: nothing
-- $from: clocks started at or after this instant
-- $as_of: the moment looked at
with population as (
    select
        cycle_id,
        started_at,
        started_at + interval 14 days as judged_at,
        started_at + interval 14 days <= $as_of::timestamp
        and (talked_at is null or talked_at > started_at + interval 14 days)
        and (closed_at is null or closed_at > started_at + interval 14 days) as is_judged
    from timed_waits
),
outbound as (
    select
        cycle_id,
        happened_at,
        is_personal
    from company_touches
    where is_human and is_outbound and happened_at >= $from
),
tried as (
    select
        p.cycle_id,
        any_value(p.is_judged) as is_judged,
        count(o.cycle_id) as touches,
        count(*) filter (where o.is_personal) as personal_touches,
        count(*) filter (where o.happened_at <= p.judged_at) as attempts,
        min(o.happened_at) as first_at,
        min(o.happened_at) filter (where o.happened_at > p.judged_at) as later_at
    from population as p
    left join outbound as o on p.cycle_id = o.cycle_id and p.started_at <= o.happened_at
    group by p.cycle_id
)
select
    *,
    attempts = 1 and (later_at is null or later_at > first_at + interval 14 days) as gave_up,
    is_judged and (attempts != 1 or first_at + interval 14 days <= $as_of::timestamp) as is_known
from tried
