-- What is read off the curve of `incidence` at one time (see incidence.sql for `observations`): one row per cohort with
-- observed (rows with a time), events (of interest, by then) and the incidence at `moment`, that time included: 0 before
-- the first event. After the last observation the curve stays where it ended.
create or replace macro incidence_at(observations, moment) as table
with
observed as (
    from query_table(observations) where elapsed is not null
),

cohorts as (
    select
        cohort,
        count(*) as observed,
        count(*) filter (where outcome = 1 and elapsed <= moment) as events
    from observed
    group by cohort
),

reached as (
    select cohort, max(incidence) as incidence
    from incidence('observed')
    where elapsed <= moment
    group by cohort
)

select cohorts.cohort, cohorts.observed, cohorts.events, coalesce(reached.incidence, 0) as incidence
from cohorts
left join reached on cohorts.cohort is not distinct from reached.cohort;
