-- title: Purity
-- question: What share of the leads at each stage fits the profile?
-- grain: one row per stage of the waterfall v1
-- caveat: Of the leads whose fit is known; A and B count as fitting.
-- adds up: leads, fitting
-- needs: definition
-- needs: leads; There are no leads to judge.
-- needs for stage=MQL: stage MQL
-- needs for stage=SAL: stage SAL
-- needs for stage=SQL: stage SQL
-- needs for stage=Won: stage Won
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one

with known as (
    select
        icp_tier in ('A', 'B') as fits,
        unnest([
            {'place': 1, 'stage': 'Inquiry', 'is_reached': true},
            {'place': 2, 'stage': 'MQL', 'is_reached': reached_mql_at is not null},
            {'place': 3, 'stage': 'SAL', 'is_reached': reached_sal_at is not null},
            {'place': 4, 'stage': 'SQL', 'is_reached': reached_sql_at is not null},
            {'place': 5, 'stage': 'Won', 'is_reached': won_at is not null}
        ], recursive := true)
    from cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to and icp_tier != 'Unknown'
),

counted as (
    select
        place,
        stage,
        count(*) filter (where is_reached) as leads,
        count(*) filter (where is_reached and fits) as fitting
    from known
    group by place, stage
)

select
    stage,                                              -- stage of the waterfall v1
    leads,                                              -- cycles that reached it and whose fit is known
    fitting,                                            -- of these, in tier A or B
    fitting / nullif(leads, 0)::double as purity,       -- share of them
    wilson_low(fitting, leads) as low,                  -- lower end of its 95 % interval
    wilson_high(fitting, leads) as high                 -- upper end
from counted
order by place
