-- title: Answer by region, source or owner
-- question: Whose enquiries wait longest for a first human answer?
-- grain: one row per value of the dimension
-- caveat: Different enquiries come from different places; below 30 of them a difference says nothing. Each interval is 95 % by itself.
-- adds up: n, responded, due, met
-- $dimension: the column to split by: region, source, owner or segment
-- $response_sla_seconds: the limit, from the start of the clock; elapsed or working time, as the settings say

with population as materialized (
    select
        part_of($dimension, source, null, segment, region, null, null, owner, null) as part,
        minutes_between(started_at, ended_at) as elapsed,
        outcome,
        waited_minutes,
        watched_minutes,
        censored_minutes,
        $response_sla_seconds / 60 as limit_minutes
    from timed_waits
),

observed as (
    select
        part as cohort,
        elapsed,
        outcome
    from population
),

in_time as (
    select
        part,
        count(*) filter (where limit_minutes <= least(watched_minutes, censored_minutes)) as due,
        count(*) filter (
            where limit_minutes <= least(watched_minutes, censored_minutes) and waited_minutes <= limit_minutes
        ) as met
    from population
    group by part
),

beside as (
    select
        *,
        sum(met) over () - met as others_met,
        sum(due) over () - due as others_due
    from in_time
)

select
    b.part as value,                                                            -- which one; (none) when the lead has none
    q.observed as n,                                                            -- clocks started
    q.events as responded,                                                      -- of these, answered by a person
    q.p50 as median_minutes,                                                    -- minutes until half were answered
    q.p90 as p90_minutes,                                                       -- minutes until nine in ten were
    b.due,                                                                      -- clocks whose limit has passed
    b.met,                                                                      -- of these, answered within it
    b.others_due,                                                               -- clocks of all the others whose limit has passed
    b.met / nullif(b.due, 0)::double as rate,                                   -- met of due
    wilson_low(b.met, b.due) as low,                                            -- lower end of its 95 % interval
    wilson_high(b.met, b.due) as high,                                          -- upper end
    b.others_met / nullif(b.others_due, 0)::double as others_rate,              -- the same of all the others
    newcombe_low(b.met, b.due, b.others_met, b.others_due) as gap_low,          -- the difference: lower end of its 95 % interval
    newcombe_high(b.met, b.due, b.others_met, b.others_due) as gap_high         -- upper end
from beside as b
inner join incidence_quantiles('observed') as q on b.part = q.cohort
order by b.part
