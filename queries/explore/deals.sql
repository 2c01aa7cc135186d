-- title: Deals by anything
-- question: How many deals were created, and what are they worth?
-- grain: one row per part, second part and period
-- adds up: records, valued, value
-- $dimension: column to split by, or none
-- $second: column to split by within it, or none
-- $grain: week, month or quarter of the local clock; null for the whole window
-- $time_zone: the company's time zone
-- $since: the window holds deals created at or after this instant
-- $until: and before this one

with chosen as (
    select
        amount,
        part_of($dimension, source, campaign, segment, region, country, industry, owner, icp_tier) as part,
        part_of($second, source, campaign, segment, region, country, industry, owner, icp_tier) as second,
        period_of($grain, created_at, $time_zone) as period
    from deals
    where created_at >= $since and created_at < $until and not is_renewal
),

counted as (
    select
        part,
        second,
        period,
        count(*) as records,
        count(amount) as valued,
        exact_sum(amount) as value
    from chosen
    group by part, second, period
)

select
    part,                                               -- value of the first column
    second,                                             -- value of the second column
    period,                                             -- first day of the week, month or quarter
    records,                                            -- deals created, renewals left out
    valued,                                             -- of these, with a known amount
    value                                               -- value of those, in the company currency
from counted
order by period, records desc, part, second
