-- Quantiles read off the curve of `incidence` (see incidence.sql for `observations`): one row per cohort with
-- observed (rows with a time), events (of interest), p50 and p90 (the smallest elapsed at which the incidence
-- reaches 0.5 and 0.9, in the unit of elapsed, null when it never does).
-- The same estimate in its other form, where an event counts for 1 / (size × the chance of not being censored by then):
-- G. A. Satten, S. Datta, The American Statistician 55 (2001) 207–210. Between two rows that are no event that weight
-- stands still, so only those rows (`marks`, and one ahead of all) need a running product and sum, and the place of the
-- quantile is counted: 185,000 observations in 16 cohorts took 0.06 s, by the whole curve 0.16 s.
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

marks as (
    select number, size, outcome, place
    from ranked
    where outcome != 1
    union all
    select number, size, 2 as outcome, 0 as place
    from cohorts
),

-- after each mark: the events up to the next one, and how many of them it takes to raise the incidence by 1
runs as (
    select number, place,
        lead(place, 1, size + 1) over (partition by number order by place) - place - 1 as events,
        size * product(case when outcome = 0 then (size - place) / (size - place + 1)::double else 1 end) over (
            partition by number order by place rows between unbounded preceding and current row
        ) as worth
    from marks
),

rising as (
    select number, place, events, worth,
        sum(events / worth) over (
            partition by number order by place rows between unbounded preceding and current row
        ) as incidence
    from runs
    where events > 0
),

crossed as (
    select number,
        min(place + events - floor((incidence - 0.5 + 1e-9) * worth))
        filter (where incidence >= 0.5 - 1e-9) as p50_place,
        min(place + events - floor((incidence - 0.9 + 1e-9) * worth))
        filter (where incidence >= 0.9 - 1e-9) as p90_place
    from rising
    group by number
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
