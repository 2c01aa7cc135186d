-- title: Hand-offs by anything
-- question: How many MQLs were handed over, and what share of those with a verdict did sales accept?
-- grain: one row per part, second part and period
-- adds up: records, decided, accepted
-- $dimension: column to split by, or none
-- $second: column to split by within it, or none
-- $grain: week, month or quarter of the local clock; null for the whole window
-- $time_zone: the company's time zone
-- $since: the window holds MQLs seen at or after this instant
-- $until: and before this one

with chosen as (
    select
        verdict,
        part_of($dimension, source, campaign, segment, region, country, industry, owner, icp_tier) as part,
        part_of($second, source, campaign, segment, region, country, industry, owner, icp_tier) as second,
        period_of($grain, observed_mql_at, $time_zone) as period
    from handoffs
    where observed_mql_at >= $since and observed_mql_at < $until
),

counted as (
    select
        part,
        second,
        period,
        count(*) as records,
        count(*) filter (where verdict != 'undecided') as decided,
        count(*) filter (where verdict = 'accepted') as accepted
    from chosen
    group by part, second, period
)

select
    part,                                               -- value of the first column
    second,                                             -- value of the second column
    period,                                             -- first day of the week, month or quarter
    records,                                            -- MQLs handed over
    decided,                                            -- of these, accepted or rejected by now
    accepted,                                           -- of these, accepted
    accepted / nullif(decided, 0)::double as rate,      -- share of them
    wilson_low(accepted, decided) as low,               -- lower end of its 95 % interval
    wilson_high(accepted, decided) as high              -- upper end
from counted
order by period, records desc, part, second
