-- title: Leads of a source or an owner
-- question: Which leads of this source or owner came in in the window, and how well do they fit?
-- grain: one row per lead, latest first
-- adds up: rows
-- $dimension: source or owner, the column $part is a value of
-- $part: the source or the owner, '(none)' for leads without one
-- $fit: only those inside the shared profile (tier A or B), outside it (C, D, Out) or unknown, or null
-- $from: leads created at or after this instant
-- $to: and before this one
-- $rows: at most so many

with kept as (
    from leads
    where
        created_at >= $from and created_at < $to
        and part_of($dimension, source, null, null, null, null, null, owner, null) = $part
        and case $fit
            when 'inside' then icp_tier in ('A', 'B')
            when 'outside' then icp_tier in ('C', 'D', 'Out')
            when 'unknown' then coalesce(icp_tier = 'Unknown', true)
            else true
        end
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
    owner,        -- who works it now
    created_at,   -- when it came in (UTC)
    icp_tier,     -- fit with the shared profile
    icp_fit       -- fit of what is known, 0 to 100
from kept
order by created_at desc, lead_id
limit $rows
