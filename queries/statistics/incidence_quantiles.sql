-- Quantiles read off the curve of `incidence` (see incidence.sql for `observations`): one row per cohort with
-- observed (rows with a time), events (of interest), p50 and p90 (the smallest elapsed at which the incidence
-- reaches 0.5 and 0.9, in the unit of elapsed, null when it never does).
create or replace macro incidence_quantiles(observations) as table
with
observed as (
    from query_table(observations)
    where elapsed is not null
),

cohorts as materialized (
    select cohort, (row_number() over ())::integer as number, count(*) as size,
        count(*) filter (where outcome = 1) as events
    from observed
    group by cohort
),

ranked as materialized (
    select cohorts.number, cohorts.size, observed.elapsed, observed.outcome,
        row_number() over (partition by cohorts.number order by observed.elapsed, observed.outcome = 0) as place
    from observed
    inner join cohorts on observed.cohort is not distinct from cohorts.cohort
),

crossed as (
    from incidence_places('ranked', 'cohorts')
),

reached as (
    select ranked.number,
        max(ranked.elapsed) filter (where ranked.place = crossed.p50_place) as p50,
        max(ranked.elapsed) filter (where ranked.place = crossed.p90_place) as p90
    from ranked
    inner join crossed on ranked.number = crossed.number
    where ranked.place = crossed.p50_place or ranked.place = crossed.p90_place
    group by ranked.number
)

select cohorts.cohort, cohorts.size as observed, cohorts.events, reached.p50, reached.p90
from cohorts
left join reached on cohorts.number = reached.number;
