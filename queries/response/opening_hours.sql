-- title: Arrivals in and outside working hours
-- question: How many enquiries come in while nobody works, and how much longer do they wait?
-- grain: one row for each of the two
-- caveat: Working hours are those of the owner's calendar, else of the company's.
-- adds up: n, responded
-- $from: clocks started at or after this instant
-- $to: and before this one
-- $time_zone: the company's calendar, for owners without one of their own

with population as materialized (
    select
        coalesce(reps.time_zone, $time_zone) as calendar,
        started_at,
        minutes_between(started_at, ended_at) as elapsed,
        outcome
    from waits
    left join reps on waits.owner = reps.rep
    where started_at >= $from and started_at < $to
),

observed as (
    select
        coalesce(p.started_at < b.closes_at, false) as cohort,
        p.elapsed,
        p.outcome
    from population as p
    asof left join business_days as b on p.calendar = b.calendar and p.started_at >= b.opens_at
)

select
    cohort as is_open,              -- true: the lead came in during working hours
    observed as n,                  -- clocks started
    observed / sum(observed) over () as share,    -- share of all of them
    events as responded,            -- of these, answered by a person
    p50 as median_minutes,          -- minutes until half were answered
    p90 as p90_minutes              -- minutes until nine in ten were
from incidence_quantiles('observed')
order by is_open
