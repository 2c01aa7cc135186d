-- title: Deals behind a figure
-- question: Which deals are these, and where do they stand?
-- grain: one row per deal, largest first
-- adds up: rows
-- $dimension: column to split by, or none
-- $second: column to split by within it, or none
-- $grain: week, month or quarter of the local clock; null for the whole window
-- $part: only this value of the first column; null with none
-- $second_part: only this value of the second column; null with none
-- $period: only the period that begins on this day; null for the whole window
-- $time_zone: the company's time zone
-- $way: created, for deals created in the window; closed, for deals won or lost in it
-- $outcome: only deals won or lost by now; null for all
-- $since: the window begins at this instant
-- $until: and ends before this one
-- $rows: at most so many

with counted as (
    select
        *,
        case when $way = 'closed' then closed_at else created_at end as counted_at
    from deals
    where not is_renewal
),

chosen as (
    select *
    from counted
    where
        counted_at >= $since and counted_at < $until
        and ($outcome::varchar is null or status = $outcome::varchar)
        and part_of($dimension, source, campaign, segment, region, country, industry, owner, icp_tier)
        is not distinct from $part::varchar
        and part_of($second, source, campaign, segment, region, country, industry, owner, icp_tier)
        is not distinct from $second_part::varchar
        and period_of($grain, counted_at, $time_zone) is not distinct from $period::date
)

select
    deal_id,           -- the deal's key in the CRM
    deal_name,         -- the deal
    company,           -- the buyer
    source,            -- where it came from
    region,            -- region of the lead
    owner,             -- who works it
    amount as value,   -- value, null when not known
    created_at,        -- when it was created (UTC)
    status,            -- open, won or lost
    closed_at          -- when it closed (UTC)
from chosen
order by amount desc nulls last, deal_id
limit $rows
