-- title: Share answered against time
-- question: What share of the enquiries that came in had a human answer after so much time?
-- grain: one row per clock (all hours, working hours) and point of its curve
-- caveat: Enquiries closed unanswered never count as answered; those still waiting count for as long as they have waited.
-- adds up: no; a curve of shares

with observed as (
    select
        unnest(['elapsed', 'working']) as cohort,
        outcome,
        unnest([minutes_between(started_at, ended_at), worked_minutes]) as elapsed
    from timed_waits
),

rising as (
    select
        cohort,
        elapsed,
        incidence,
        at_risk,
        -- points nearer to each other than a fiftieth of their time are drawn as one, the latest
        row_number() over (
            partition by cohort, floor(50 * ln(elapsed + 1)) order by elapsed desc
        ) as place
    from incidence('observed')
    where events > 0
)

select
    cohort as measured_in,         -- elapsed: the buyer's clock; working: working hours of the owner's calendar
    elapsed as minutes,            -- minutes since the start
    incidence as share_answered,   -- share answered by then
    at_risk as waiting             -- still waiting just before
from rising
where place = 1
order by measured_in, minutes
