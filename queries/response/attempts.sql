-- title: Attempts
-- question: How often do we try before we give up on a lead, and do we write to a person or send a template?
-- grain: one row
-- caveat: Attempts count on leads at least 14 days old that neither answered nor were closed in those days.
-- $from: clocks started at or after this instant
-- $to: and before this one
-- $as_of: the moment looked at

with population as (
    select
        cycle_id,
        started_at,
        started_at + interval 14 days as judged_at,
        started_at + interval 14 days <= $as_of::timestamp
        and (talked_at is null or talked_at > started_at + interval 14 days)
        and (closed_at is null or closed_at > started_at + interval 14 days) as is_judged
    from waits
    where started_at >= $from and started_at < $to
),

outbound as (
    select
        cycle_id,
        happened_at,
        is_personal
    from touches
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
),

known as (
    select
        *,
        attempts = 1 and (later_at is null or later_at > first_at + interval 14 days) as gave_up,
        is_judged and (attempts != 1 or first_at + interval 14 days <= $as_of::timestamp) as is_known
    from tried
)

select
    count(*) filter (where is_judged and attempts = 0) as never_tried,                     -- leads nobody tried to reach
    count(*) filter (where is_judged and attempts = 1) as tried_once,                      -- tried once in 14 days
    count(*) filter (where is_judged and attempts = 2) as tried_twice,                     -- tried twice
    count(*) filter (where is_judged and attempts between 3 and 5) as tried_3_to_5,        -- tried three to five times
    count(*) filter (where is_judged and attempts > 5) as tried_6_or_more,                 -- tried six times or more
    count(*) filter (where is_known and gave_up)
    / nullif(count(*) filter (where is_known), 0)::double as gave_up_after_one,            -- share given up after one try
    sum(personal_touches) / nullif(sum(touches), 0)::double as personal                    -- share of tries without template
from known
