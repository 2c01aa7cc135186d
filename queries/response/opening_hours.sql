-- title: Arrivals in and outside working hours
-- question: How many enquiries come in while nobody works, and how much longer do they wait?
-- grain: one row for each of the two
-- caveat: Working hours are those of the owner's calendar, else of the company's.
-- adds up: n, responded

with observed as (
    select
        coalesce(w.started_at < b.closes_at, false) as cohort,
        minutes_between(w.started_at, w.ended_at) as elapsed,
        w.outcome
    from timed_waits as w
    asof left join business_days as b on w.calendar = b.calendar and w.started_at >= b.opens_at
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
