-- title: Time to a first human answer, week by week
-- question: Did enquiries of this week wait longer for a first human answer than those of the weeks before?
-- grain: one row per week, oldest first
-- caveat: Weeks do not overlap; the youngest enquiries have had the least time to be answered, which the median allows for.
-- adds up: n, responded
-- needs: clock and touches and leads; There are no touches, so nobody knows when a lead was answered.
-- $week_starts: the starts of the weeks counted, oldest first, the review week last
-- $as_of: the moment looked at, where the last week ends

with spans as (
    select * from weeks($week_starts, $as_of)
),

population as (
    select
        started_at,
        minutes_between(started_at, ended_at) as elapsed,
        outcome
    from waits
    where
        last_entry_at >= list_min($week_starts::timestamp[])
        and started_at >= list_min($week_starts::timestamp[]) and started_at < $as_of
),

observed as (
    select
        spans.week_number as cohort,
        population.elapsed,
        population.outcome
    from population
    inner join spans on population.started_at >= spans.week_start and population.started_at < spans.week_end
)

select
    spans.week_number,                       -- place of the week, 0 the oldest
    spans.week_start,                        -- its first instant (UTC)
    coalesce(q.observed, 0) as n,            -- clocks started in it
    coalesce(q.events, 0) as responded,      -- of these, answered by a person by now
    q.p50 as median_minutes                  -- minutes until half were answered, null when they are not yet
from spans
left join incidence_quantiles('observed') as q on spans.week_number = q.cohort
order by spans.week_number
