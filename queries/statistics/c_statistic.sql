-- How often a score ranks an event above another record.
-- `scores` is the name, as a string, of a relation with one row per record: x (the score) and is_event; a row without a
-- score is left out.

-- The variance of a c-statistic of so many events and others.
-- Source: J. A. Hanley, B. J. McNeil, Radiology 143 (1982) 29–36.
create or replace macro c_statistic_variance(auc, events, others) as
    (
        auc * (1 - auc) + (events - 1) * (auc / (2 - auc) - auc * auc)
        + (others - 1) * (2 * auc * auc / (1 + auc) - auc * auc)
    ) / (events * others);

-- One row: n, events, auc (how often an event scores above another record, ties half; null without both kinds), low and
-- high (its 95 % interval, no wider than 0 to 1).
-- Source: the statistic of H. B. Mann, D. R. Whitney, Ann. Math. Stat. 18 (1947) 50–60, over its greatest value.
create or replace macro c_statistic(scores) as table
with
pooled as (
    select
        x,
        count(*) filter (where is_event) as events,
        count(*) filter (where not is_event) as others
    from query_table(scores)
    where x is not null
    group by x
),

ranked as (
    select
        events,
        others,
        coalesce(sum(others) over (order by x rows between unbounded preceding and 1 preceding), 0) as others_below
    from pooled
),

summed as (
    select
        coalesce(sum(events + others), 0)::bigint as n,
        coalesce(sum(events), 0)::bigint as events,
        sum(others) as others,
        sum(events * (2 * others_below + others)) / nullif(2 * sum(events) * sum(others), 0)::double as auc
    from ranked
)

select
    n,
    events,
    auc,
    case when auc >= 0 then greatest(0, auc - z_of_95_percent() * sqrt(c_statistic_variance(auc, events, others))) end as low,
    case when auc >= 0 then least(1, auc + z_of_95_percent() * sqrt(c_statistic_variance(auc, events, others))) end as high
from summed;
