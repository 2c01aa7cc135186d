-- Where the curve of `incidence` reaches a half and nine tenths, counted in observations: one row per cohort with p50_place
-- and p90_place, null where it never does.
-- `ranked` is the name, as a string, of a relation with the observations of numbered cohorts: number, size (of the cohort),
-- outcome (as in incidence.sql), place (in the order of time, events before censoring, from 1); `cohorts` that of one with
-- number and size.
-- The same estimate in its other form, where an event counts for 1 / (size × the chance of not being censored by then):
-- G. A. Satten, S. Datta, The American Statistician 55 (2001) 207–210. Between two rows that are no event that weight
-- stands still, so only those rows (`marks`, and one ahead of all) need a running product and sum, and the place of the
-- quantile is counted: 185,000 observations in 16 cohorts took 0.06 s, by the whole curve 0.16 s.
create or replace macro incidence_places(ranked, cohorts) as table
with
marks as (
    select number, size, outcome, place
    from query_table(ranked)
    where outcome != 1
    union all
    select number, size, 2 as outcome, 0 as place
    from query_table(cohorts)
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
)

select number,
    min(place + events - floor((incidence - 0.5 + 1e-9) * worth))
    filter (where incidence >= 0.5 - 1e-9) as p50_place,
    min(place + events - floor((incidence - 0.9 + 1e-9) * worth))
    filter (where incidence >= 0.9 - 1e-9) as p90_place
from rising
group by number;
