-- title: Waits by anything
-- question: How long did leads wait for a human answer, and what share had one within the limit?
-- grain: one row per part, second part and period
-- caveat: Only leads whose limit has passed; one closed unanswered by sales counts as not answered.
-- adds up: records, due, met
-- $dimension: column to split by, or none
-- $second: column to split by within it, or none
-- $grain: week, month or quarter of the local clock; null for the whole window
-- $time_zone: the company's time zone
-- $limit_minutes: the limit, from the start of the clock
-- $since: the window holds clocks started at or after this instant
-- $until: and before this one
-- $as_of: the moment looked at

with parted as (
    select
        part_of($dimension, source, campaign, segment, region, country, industry, owner, icp_tier) as part,
        part_of($second, source, campaign, segment, region, country, industry, owner, icp_tier) as second,
        period_of($grain, started_at, $time_zone) as period,
        minutes_between(started_at, ended_at) as elapsed,
        outcome,
        minutes_between(started_at, answered_at) as waited_minutes,
        least(
            minutes_between(started_at, $as_of),
            case when is_admin and answered_at is null then minutes_between(started_at, closed_at) end
        ) as watched_minutes
    from waits
    where started_at >= $since and started_at < $until
),

chosen as materialized (
    select *, dense_rank() over (order by part, second, period) as cohort
    from parted
),

counted as (
    select
        cohort,
        part,
        second,
        period,
        count(*) as records,
        count(*) filter (where $limit_minutes <= watched_minutes) as due,
        count(*) filter (where $limit_minutes <= watched_minutes and waited_minutes <= $limit_minutes) as met
    from chosen
    group by cohort, part, second, period
)

select
    c.part,                                         -- value of the first column
    c.second,                                       -- value of the second column
    c.period,                                       -- first day of the week, month or quarter
    c.records,                                      -- clocks started
    c.due,                                          -- of these, the limit has passed
    c.met,                                          -- of these, answered within it
    c.met / nullif(c.due, 0)::double as rate,       -- share of them
    wilson_low(c.met, c.due) as low,                -- lower end of its 95 % interval
    wilson_high(c.met, c.due) as high,              -- upper end
    q.p50 as median_minutes,                        -- minutes until half were answered
    q.p90 as p90_minutes                            -- minutes until nine in ten were
from counted as c
inner join incidence_quantiles('chosen') as q on c.cohort = q.cohort
order by c.period, c.records desc, c.part, c.second
