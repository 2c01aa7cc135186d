-- title: Answered within
-- question: What share of the enquiries that came in had a human answer within 5 minutes, 1, 24 and 48 hours?
-- grain: one row per limit, shortest first
-- caveat: Only enquiries whose limit has passed; one closed unanswered by sales counts as not answered.
-- adds up: n, met
-- needs: leads and clock; There are no leads, so nobody waits for an answer.
-- needs: touches; There are no touches, so nothing says when a lead was answered.
-- $as_of: the moment looked at

with limits as (
    select
        unnest(['5m', '1h', '24h', '48h']) as answered_within,
        unnest([5, 60, 1440, 2880]) as minutes
),

population as (
    select
        minutes_between(started_at, answered_at) as waited_minutes,
        minutes_between(started_at, $as_of) as watched_minutes,
        case when is_admin and answered_at is null then minutes_between(started_at, closed_at) end as censored_minutes
    from timed_waits
),

counted as (
    select
        l.answered_within,
        l.minutes,
        count(p.watched_minutes) as n,
        count(p.watched_minutes) filter (where p.waited_minutes <= l.minutes) as met
    from limits as l
    left join population as p on l.minutes <= least(p.watched_minutes, p.censored_minutes)
    group by l.answered_within, l.minutes
)

select
    answered_within,                            -- the limit: minutes or hours from the start
    n,                                          -- clocks whose limit has passed
    met,                                        -- of these, answered within it
    n - met as missed,                          -- of these, not
    met / nullif(n, 0)::double as rate,         -- met of n
    wilson_low(met, n) as low,                  -- lower end of its 95 % interval
    wilson_high(met, n) as high                 -- upper end
from counted
order by minutes
