-- title: Leads by anything
-- question: How many leads came in or reached a stage, and what share of them reached the next in time?
-- grain: one row per part, second part and period
-- adds up: records, mature, reached
-- $dimension: column to split by, or none
-- $second: column to split by within it, or none
-- $grain: week, month or quarter of the local clock; null for the whole window
-- $time_zone: the company's time zone
-- $measure: leads; mql, sal, sql or won, to be reached from the opening; mql_sal, sal_sql or sql_won, from the stage
--   before; reached_mql, reached_sal, reached_sql or reached_won, counted when they did
-- $since: the window holds cycles that opened, or of the last four reached the stage, at or after this instant
-- $until: and before this one
-- $horizon_seconds: time a cycle is given to reach the stage
-- $as_of: the moment looked at

with followed as (
    select
        *,
        measured_from($measure, opened_at, reached_mql_at, reached_sal_at, reached_sql_at, won_at) as from_at,
        measured_to($measure, reached_mql_at, reached_sal_at, reached_sql_at, won_at) as reached_at,
        case
            when $measure like 'reached%'
                then measured_from($measure, opened_at, reached_mql_at, reached_sal_at, reached_sql_at, won_at)
            else opened_at
        end as counted_at
    from cycles
),

chosen as (
    select
        from_at + to_seconds($horizon_seconds) as due_at,
        is_admin,
        closed_at,
        reached_at,
        part_of($dimension, source, campaign, segment, region, country, industry, owner, icp_tier) as part,
        part_of($second, source, campaign, segment, region, country, industry, owner, icp_tier) as second,
        period_of($grain, counted_at, $time_zone) as period
    from followed
    where from_at is not null and counted_at >= $since and counted_at < $until
),

counted as (
    select
        part,
        second,
        period,
        count(*) as records,
        count(*) filter (where had_full_time(due_at, $as_of, is_admin, closed_at, reached_at)) as mature,
        count(*) filter (where due_at <= $as_of and reached_at <= due_at) as reached
    from chosen
    group by part, second, period
)

select
    part,                                               -- value of the first column
    second,                                             -- value of the second column
    period,                                             -- first day of the week, month or quarter
    records,                                            -- cycles that came in or reached the stage
    mature,                                             -- of these, had their full time
    reached,                                            -- of these, reached the stage in time
    reached / nullif(mature, 0)::double as rate,        -- share of them
    wilson_low(reached, mature) as low,                 -- lower end of its 95 % interval
    wilson_high(reached, mature) as high                -- upper end
from counted
order by period, records desc, part, second
