-- title: Leads of an owner
-- question: Which leads did this owner get in the window, and how well do they fit?
-- grain: one row per lead, latest first
-- $owner: the lead owner, '(none)' for leads without one
-- $from: leads created at or after this instant
-- $to: and before this one

with kept as (
    from leads
    where created_at >= $from and created_at < $to and coalesce(owner, '(none)') = $owner
)

select
    lead_id,      -- key in the CRM
    name,         -- the lead
    title,        -- job title
    company,      -- their company
    industry,     -- industry
    employees,    -- head count
    country,      -- country
    source,       -- where the lead came from
    created_at,   -- when it came in (UTC)
    icp_tier,     -- fit with the shared profile
    icp_fit       -- fit of what is known, 0 to 100
from kept
order by created_at desc, lead_id
