-- Survival until one event, whatever else ends the watch counting as censored (Kaplan–Meier), by cohort.
-- Source: E. L. Kaplan, P. Meier, JASA 53 (1958) 457–481; it is the curve of incidence.sql with nothing competing.
-- `observations` as there; an outcome of 1 is the event, any other is censored.

-- One row per cohort and time of an event: at_risk (just before), events, survival (share left after that time).
create or replace macro kaplan_meier(observations) as table
with
watched as (
    select
        cohort,
        elapsed,
        case when outcome = 1 then 1 else 0 end as outcome
    from query_table(observations)
)

select cohort, elapsed, at_risk, events, survival
from incidence('watched');

-- One row per cohort: observed (rows with a time), events, reached (the smallest elapsed by which the share `q` had
-- the event, in the unit of elapsed, null when it never was).
create or replace macro kaplan_meier_quantile(observations, q) as table
with
watched as (
    from query_table(observations)
    where elapsed is not null
),

cohorts as (
    select
        cohort,
        count(*) as observed,
        count(*) filter (where outcome = 1) as events
    from watched
    group by cohort
),

reaching as (
    select cohort, min(elapsed) as reached
    from kaplan_meier('watched')
    where 1 - survival >= q - 1e-9
    group by cohort
)

select cohorts.cohort, cohorts.observed, cohorts.events, reaching.reached
from cohorts
left join reaching on cohorts.cohort is not distinct from reaching.cohort;
