-- title: Answered within the limit we set ourselves
-- question: What share of the enquiries that came in had a human answer within the response SLA?
-- grain: one row
-- caveat: Only enquiries whose limit has passed; one closed unanswered by sales counts as not answered.
-- adds up: n, met
-- $response_sla_seconds: the limit, from the start of the clock; elapsed or working time, as the settings say

with population as (
    select
        waited_minutes,
        watched_minutes,
        censored_minutes,
        $response_sla_seconds / 60 as limit_minutes
    from timed_waits
),

counted as (
    select
        count(*) as n,
        count(*) filter (where waited_minutes <= limit_minutes) as met
    from population
    where limit_minutes <= least(watched_minutes, censored_minutes)
)

select
    n,                                          -- clocks whose limit has passed
    met,                                        -- of these, answered within it
    n - met as missed,                          -- of these, not
    met / nullif(n, 0)::double as rate,         -- met of n
    wilson_low(met, n) as low,                  -- lower end of its 95 % interval
    wilson_high(met, n) as high                 -- upper end
from counted
