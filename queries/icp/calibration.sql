-- title: Calibration
-- question: Does a higher fit mean a higher chance to reach SQL and to win?
-- grain: one row per tenth of the fit scale with leads
-- caveat: Fitted on the same deals unless they closed after the definition took effect.
-- adds up: n, sql_mature, sql_converted, won_mature, won_converted
-- needs: definition
-- needs: leads; There are no leads to judge.
-- needs for sql_mature, sql_converted, sql, sql_low, sql_high: stage SQL
-- needs for won_mature, won_converted, won: stage Won
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $horizon_seconds: time a cycle is given to reach a stage
-- $as_of: the moment looked at

with scored as (
    select
        fit_decile(icp_fit) as decile,
        opened_at + to_seconds($horizon_seconds) as due_at,
        is_admin,
        closed_at,
        reached_sql_at,
        won_at
    from cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to and icp_fit is not null
),

counted as (
    select
        decile,
        count(*) as n,
        count(*) filter (where had_full_time(due_at, $as_of, is_admin, closed_at, reached_sql_at)) as sql_mature,
        count(*) filter (where due_at <= $as_of and reached_sql_at <= due_at) as sql_converted,
        count(*) filter (where had_full_time(due_at, $as_of, is_admin, closed_at, won_at)) as won_mature,
        count(*) filter (where due_at <= $as_of and won_at <= due_at) as won_converted
    from scored
    group by decile
)

select
    decile,                                                        -- tenth of the fit scale, 10 fits best
    n,                                                             -- cycles
    sql_mature,                                                    -- cycles with a full horizon, for SQL
    sql_converted,                                                 -- of these, reached SQL in time
    sql_converted / nullif(sql_mature, 0)::double as sql,          -- share of them
    wilson_low(sql_converted, sql_mature) as sql_low,              -- lower end of its 95 % interval
    wilson_high(sql_converted, sql_mature) as sql_high,            -- upper end
    won_mature,                                                    -- cycles with a full horizon, for Won
    won_converted,                                                 -- of these, won in time
    won_converted / nullif(won_mature, 0)::double as won           -- share of them
from counted
order by decile
