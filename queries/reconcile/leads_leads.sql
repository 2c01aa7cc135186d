-- title: Leads between enquiries and leads created
-- question: Which enquiries or leads make the difference, for this reason?
-- grain: one row per enquiry or lead, the latest first
-- adds up: rows
-- $reason: why they are counted once and not twice, or the other way round
-- $rows: at most so many

with kept as (
    from reconciled_leads
    where reason = $reason
)

select
    lead_id,                               -- key in the CRM
    name,                                  -- the lead
    company,                               -- their company
    source,                                -- where the lead came from
    owner,                                 -- who works it now
    created_at,                            -- when the lead was created (UTC)
    opened_at,                             -- when the enquiry opened (UTC)
    cycle_number,                          -- 1 for the lead's first time, 2 and on when it came back
    exit                                   -- how the enquiry ended
from kept
order by coalesce(opened_at, created_at) desc, lead_id, cycle_id
limit $rows
