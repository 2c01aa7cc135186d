-- title: Leads that change this tier
-- question: Which leads would change tier, come into this one or leave it, if the definition were changed as tried?
-- grain: one row per cycle, the latest first
-- adds up: rows
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $tier: the fit tier; null for every lead that changes tier
-- $rows: at most so many

with moved as (
    select *
    from cycles
    where
        opened_at >= $conversion_from and opened_at < $conversion_to
        and before_tier != icp_tier and ($tier is null or $tier in (before_tier, icp_tier))
)

select
    lead_id,                            -- the lead
    name,                               -- its name
    company,                            -- its company
    source,                             -- where it came from
    owner,                              -- who works it
    opened_at,                          -- when the cycle opened (UTC)
    before_tier as tier_before,         -- tier as the definition stands
    icp_tier as tier_after,             -- tier as tried
    round(before_fit, 1) as fit_before, -- fit, 0 to 100, as the definition stands
    round(icp_fit, 1) as fit_after,     -- fit as tried
    reached_sql_at,                     -- when it reached SQL (UTC)
    won_at                              -- when it was won (UTC)
from moved
order by opened_at desc, lead_id, cycle_id
limit $rows
