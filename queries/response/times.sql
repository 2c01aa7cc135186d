-- title: Time to a first human answer
-- question: How long until half, and until nine in ten, of the enquiries that came in had a first human answer?
-- grain: one row
-- caveat: The unanswered count, up to now or to their close; the median of the answered alone looks better than it was.
-- adds up: n, responded, day_only
-- needs: leads and clock; There are no leads, so nobody waits for an answer.
-- needs for responded, day_only, median_minutes, p90_minutes, working_median_minutes, naive_median_minutes: touches;
--   There are no touches, so nothing says when a lead was answered.

with observed as (
    select
        unnest(['elapsed', 'working']) as cohort,
        outcome,
        unnest([minutes_between(started_at, ended_at), worked_minutes]) as elapsed
    from timed_waits
),

counted as (
    select
        count(*) as cycles,
        count(answered_at) as responded,
        count(*) filter (where answered_at is not null and answered_day_only) as day_only,
        median(minutes_between(started_at, answered_at)) as naive_median_minutes
    from timed_waits
),

quantiles as (
    select
        max(p50) filter (where cohort = 'elapsed') as median_minutes,
        max(p90) filter (where cohort = 'elapsed') as p90_minutes,
        max(p50) filter (where cohort = 'working') as working_median_minutes
    from incidence_quantiles('observed')
)

select
    cycles as n,                 -- clocks started
    responded,                   -- of these, answered by a person
    day_only,                    -- of the answered, those whose answer has a day and no time
    median_minutes,              -- minutes until half were answered
    p90_minutes,                 -- minutes until nine in ten were
    working_median_minutes,      -- working minutes of the owner's calendar until half were answered
    naive_median_minutes         -- median minutes of the answered alone
from counted
cross join quantiles
