-- holds: Days in a stage after which a deal counts as stalled: those within which four of five of the visits entered
--   in the last year advanced (Kaplan–Meier), for every stage with 20 advances; the row of all stages together,
--   is_pooled, for the others. limit_days is null with fewer advances. The company's, whatever the slice.
-- stands on: company_visits
-- sliced by: nothing; a few deals make no limit, so it is the company's
-- kept: the questions of stalled deals read it at one moment
-- counts: stages
-- personal: nothing
-- $as_of: the moment looked at
with observed as (
    select
        {'stage': stage, 'is_pooled': false} as cohort,
        epoch_us(coalesce(left_at, $as_of)) - epoch_us(entered_at) as elapsed,
        case when ended = 'advanced' then 1 else 0 end as outcome
    from company_visits
    where entered_at >= $as_of::timestamp - to_days(365)
),
with_pool as (
    from observed
    union all
    select
        {'stage': null::varchar, 'is_pooled': true} as cohort,
        elapsed,
        outcome
    from observed
)
select
    cohort.stage as stage,
    cohort.is_pooled as is_pooled,
    case when events >= 20 then reached / 86400e6 end as limit_days
from kaplan_meier_quantile('with_pool', 0.8)
