-- title: Open deals by anything
-- question: How many deals are open, what are they worth, and how many of them have stalled?
-- grain: one row per part and second part
-- caveat: As they stand at the moment. Unknown amounts add nothing to a value; the deals count all the same.
-- adds up: records, valued, value, stalled, stalled_valued, stalled_value
-- $dimension: column to split by, or none
-- $second: column to split by within it, or none

with chosen as (
    select
        amount,
        is_stalled,
        case when is_stalled then amount end as stalled_amount,
        part_of($dimension, source, campaign, segment, region, country, industry, owner, icp_tier) as part,
        part_of($second, source, campaign, segment, region, country, industry, owner, icp_tier) as second
    from open_deals
),

counted as (
    select
        part,
        second,
        count(*) as records,
        count(amount) as valued,
        exact_sum(amount) as value,
        count(*) filter (where is_stalled) as stalled,
        count(stalled_amount) as stalled_valued,
        exact_sum(stalled_amount) as stalled_value
    from chosen
    group by part, second
)

select
    part,                                               -- value of the first column
    second,                                             -- value of the second column
    records,                                            -- deals open, renewals left out
    valued,                                             -- of these, with a known amount
    value,                                              -- value of those, in the company currency
    stalled,                                            -- of the open, past the limit of their stage
    stalled_valued,                                     -- of these, with a known amount
    stalled_value,                                      -- value of those
    stalled / nullif(records, 0)::double as rate,       -- stalled of the open
    wilson_low(stalled, records) as low,                -- lower end of its 95 % interval
    wilson_high(stalled, records) as high               -- upper end
from counted
order by records desc, part, second
