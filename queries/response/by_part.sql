-- title: Answer by region, source or owner
-- question: Whose enquiries wait longest for a first human answer?
-- grain: one row per dimension and value
-- caveat: Different enquiries come from different places; below 30 of them a difference says nothing. Each interval is 95 % by itself.
-- adds up: n, responded, due, met
-- $dimensions: the columns to split by, each by itself: region, source, owner, segment
-- $response_sla_seconds: the limit, from the start of the clock; elapsed or working time, as the settings say

with split as (
    select
        *,
        unnest($dimensions::varchar[]) as dimension
    from timed_waits
),

population as materialized (
    select
        {
            'dimension': dimension,
            'part': part_of(dimension, source, null, segment, region, null, null, owner, null)
        } as cohort,
        minutes_between(started_at, ended_at) as elapsed,
        outcome,
        waited_minutes,
        watched_minutes,
        censored_minutes,
        $response_sla_seconds / 60 as limit_minutes
    from split
),

in_time as (
    select
        cohort,
        count(*) filter (where limit_minutes <= least(watched_minutes, censored_minutes)) as due,
        count(*) filter (
            where limit_minutes <= least(watched_minutes, censored_minutes) and waited_minutes <= limit_minutes
        ) as met
    from population
    group by cohort
),

beside as (
    select
        *,
        sum(met) over (partition by cohort.dimension) - met as others_met,
        sum(due) over (partition by cohort.dimension) - due as others_due
    from in_time
)

select
    b.cohort.dimension as dimension,                                            -- column split by
    b.cohort.part as value,                                                     -- which one; (none) when the lead has none
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
inner join incidence_quantiles('population') as q on b.cohort = q.cohort
order by dimension, value
