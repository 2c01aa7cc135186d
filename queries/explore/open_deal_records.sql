-- title: Open deals behind a figure
-- question: Which open deals are these, and which of them have stalled?
-- grain: one row per deal, largest first
-- adds up: rows
-- $dimension: column to split by, or none
-- $second: column to split by within it, or none
-- $part: only this value of the first column; null with none
-- $second_part: only this value of the second column; null with none
-- $only_stalled: true keeps only those past the limit of their stage
-- $rows: at most so many

with chosen as (
    select *
    from open_deals
    where
        (is_stalled or not $only_stalled::boolean)
        and part_of($dimension, source, campaign, segment, region, country, industry, owner, icp_tier)
        is not distinct from $part::varchar
        and part_of($second, source, campaign, segment, region, country, industry, owner, icp_tier)
        is not distinct from $second_part::varchar
)

select
    deal_id,           -- the deal's key in the CRM
    deal_name,         -- the deal
    company,           -- the buyer
    source,            -- where it came from
    owner,             -- who works it
    stage,             -- the stage it is in
    age_days,          -- days it has been there
    is_stalled,        -- past the limit of its stage
    amount as value    -- value, null when not known
from chosen
order by amount desc nulls last, deal_id
limit $rows
