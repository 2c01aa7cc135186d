-- title: Time in stage
-- question: How long does a deal stay in each stage before it advances?
-- grain: one row per stage, in the order of the stages
-- caveat: All the company's deals, whatever the slice, over visits entered in the last 365 days. Kaplan–Meier: visits still
--   going on count as long as they have lasted, losses and moves back until they ended.
-- $as_of: the moment looked at

with observed as (
    select
        stage as cohort,
        epoch_us(coalesce(left_at, $as_of::timestamp)) - epoch_us(entered_at) as elapsed,
        case when ended = 'advanced' then 1 else 0 end as outcome
    from company_visits
    where entered_at >= $as_of::timestamp - to_days(365)
),

stages as (
    select
        stage,
        min(stage_rank) as stage_rank,
        count(*) filter (where left_at is null) as open_deals,
        count(*) filter (where entered_at >= $as_of::timestamp - to_days(365)) as visits
    from company_visits
    group by stage
)

select
    s.stage,                                                   -- the stage, null before the first
    s.visits,                                                  -- visits entered in the last 365 days
    coalesce(m.events, 0) as advances,                         -- of these, ended by an advance
    s.open_deals,                                              -- deals in the stage now
    m.reached / 86400e6 as median_days,                        -- days by which half advanced, null when not reached
    l.limit_days as own_limit_days,                            -- days by which 80 % advanced, from 20 advances on
    coalesce(l.limit_days, pooled.limit_days, 30) as limit_days    -- days after which a deal counts as stalled
from stages as s
left join kaplan_meier_quantile('observed', 0.5) as m on s.stage is not distinct from m.cohort
left join company_limits as l on not l.is_pooled and s.stage is not distinct from l.stage
left join company_limits as pooled on pooled.is_pooled
order by s.stage_rank, s.stage
