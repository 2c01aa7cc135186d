-- title: Fit tiers through the waterfall
-- question: Do leads that fit the profile better also get further?
-- grain: one row per fit tier with cycles, or with a clock that started in the window
-- caveat: Rates count from the opening; fit looks at the lead as it is known today.
-- adds up: leads, mql_mature, mql_converted, sal_mature, sal_converted, sql_mature, sql_converted, won_mature,
--   won_converted
-- needs: definition
-- needs: leads; There are no leads to judge.
-- needs for response_median_minutes: touches; There are no touches, so nothing says when the leads of a tier were answered.
-- needs for mean_won: deals; There are no deals, so nothing says what leads were worth.
-- needs for rejected_share: lead_events; There are no lead events, so nothing says which leads sales handed back.
-- needs for mql_mature, mql_converted, mql_rate, mql_low, mql_high: stage MQL
-- needs for sal_mature, sal_converted, sal_rate, sal_low, sal_high: stage SAL
-- needs for sql_mature, sql_converted, sql_rate, sql_low, sql_high, lift: stage SQL
-- needs for won_mature, won_converted, won_rate, won_low, won_high: stage Won
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one

with answered as (
    select
        icp_tier as cohort,
        epoch_us(ended_at) - epoch_us(started_at) as elapsed,
        outcome
    from waits
    where started_at >= $conversion_from and started_at < $conversion_to
)

select
    coalesce(c.tier, q.cohort) as tier,                            -- fit tier
    coalesce(c.leads, 0) as leads,                                 -- cycles in it
    coalesce(c.leads, 0) / nullif(sum(c.leads) over (), 0) as share, -- share of all cycles
    coalesce(c.mql_mature, 0) as mql_mature,                       -- cycles with a full horizon, for MQL
    coalesce(c.mql_converted, 0) as mql_converted,                 -- of these, reached MQL in time
    c.mql_converted / nullif(c.mql_mature, 0)::double as mql_rate, -- share of them
    wilson_low(c.mql_converted, c.mql_mature) as mql_low, -- lower end of its 95 % interval
    wilson_high(c.mql_converted, c.mql_mature) as mql_high, -- upper end
    coalesce(c.sal_mature, 0) as sal_mature,                       -- cycles with a full horizon, for SAL
    coalesce(c.sal_converted, 0) as sal_converted,                 -- of these, reached SAL in time
    c.sal_converted / nullif(c.sal_mature, 0)::double as sal_rate, -- share of them
    wilson_low(c.sal_converted, c.sal_mature) as sal_low, -- lower end of its 95 % interval
    wilson_high(c.sal_converted, c.sal_mature) as sal_high, -- upper end
    coalesce(c.sql_mature, 0) as sql_mature,                       -- cycles with a full horizon, for SQL
    coalesce(c.sql_converted, 0) as sql_converted,                 -- of these, reached SQL in time
    c.sql_converted / nullif(c.sql_mature, 0)::double as sql_rate, -- share of them
    wilson_low(c.sql_converted, c.sql_mature) as sql_low, -- lower end of its 95 % interval
    wilson_high(c.sql_converted, c.sql_mature) as sql_high, -- upper end
    coalesce(c.won_mature, 0) as won_mature,                       -- cycles with a full horizon, for Won
    coalesce(c.won_converted, 0) as won_converted,                 -- of these, won in time
    c.won_converted / nullif(c.won_mature, 0)::double as won_rate, -- share of them
    wilson_low(c.won_converted, c.won_mature) as won_low, -- lower end of its 95 % interval
    wilson_high(c.won_converted, c.won_mature) as won_high, -- upper end
    (c.sql_converted / nullif(c.sql_mature, 0)::double)
    / nullif(sum(c.sql_converted) over () / nullif(sum(c.sql_mature) over (), 0)::double, 0) as lift, -- SQL rate over that of all tiers
    c.mean_won,                                                    -- mean amount of its deals won
    q.p50 / 60e6 as response_median_minutes,                       -- median minutes to the first human answer
    c.rejected / nullif(c.leads, 0)::double as rejected_share      -- share rejected or disqualified
from fit_tiers as c
full join incidence_quantiles('answered') as q on c.tier = q.cohort
order by list_position(['A', 'B', 'C', 'D', 'Out', 'Unknown'], coalesce(c.tier, q.cohort))
