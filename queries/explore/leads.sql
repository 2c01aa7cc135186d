-- title: Leads by anything
-- question: How many leads came in, and what share of them reached a stage in time?
-- grain: one row per part, second part and period
-- adds up: records, mature, reached
-- $dimension: column to split by, or none
-- $second: column to split by within it, or none
-- $grain: week, month or quarter of the local clock; null for the whole window
-- $time_zone: the company's time zone
-- $stage: mql, sal, sql or won: the stage that counts as reached
-- $since: the window holds cycles that opened at or after this instant
-- $until: and before this one
-- $horizon_seconds: time a cycle is given to reach the stage
-- $as_of: the moment looked at

with chosen as (
    select
        opened_at + to_seconds($horizon_seconds) as due_at,
        is_admin,
        closed_at,
        case $stage
            when 'mql' then reached_mql_at
            when 'sal' then reached_sal_at
            when 'sql' then reached_sql_at
            when 'won' then won_at
        end as reached_at,
        part_of($dimension, source, campaign, segment, region, country, industry, owner, icp_tier) as part,
        part_of($second, source, campaign, segment, region, country, industry, owner, icp_tier) as second,
        period_of($grain, opened_at, $time_zone) as period
    from cycles
    where opened_at >= $since and opened_at < $until
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
    records,                                            -- cycles that came in
    mature,                                             -- of these, had their full time
    reached,                                            -- of these, reached the stage in time
    reached / nullif(mature, 0)::double as rate,        -- share of them
    wilson_low(reached, mature) as low,                 -- lower end of its 95 % interval
    wilson_high(reached, mature) as high                -- upper end
from counted
order by period, records desc, part, second
