-- title: Answered within the limit we set ourselves
-- question: What share of the leads that came in had a human answer within the response SLA?
-- grain: one row
-- caveat: Only leads whose limit has passed; one closed unanswered by sales counts as not answered.
-- $from: clocks started at or after this instant
-- $to: and before this one
-- $response_sla_seconds: the limit, from the start of the clock
-- $as_of: the moment looked at

with population as (
    select
        minutes_between(started_at, answered_at) as waited_minutes,
        minutes_between(started_at, $as_of) as watched_minutes,
        case when is_admin and answered_at is null then minutes_between(started_at, closed_at) end as censored_minutes,
        $response_sla_seconds / 60 as limit_minutes
    from waits
    where started_at >= $from and started_at < $to
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
    met / nullif(n, 0)::double as rate,         -- met of n
    wilson_low(met, n) as low,                  -- lower end of its 95 % interval
    wilson_high(met, n) as high                 -- upper end
from counted
