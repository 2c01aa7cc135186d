-- title: Enquiries between two counts of who came in
-- question: Which enquiries does only one of the two screens count, for this reason?
-- grain: one row per qualification cycle, the latest first
-- adds up: rows
-- $reason: why only one of them counts it
-- $rows: at most so many

with kept as (
    from reconciled_clocks
    where reason = $reason
)

select
    lead_id,                    -- key in the CRM
    name,                       -- the lead
    company,                    -- their company
    source,                     -- where the lead came from
    owner,                      -- who works it now
    opened_at,                  -- when the cycle opened (UTC)
    reached_mql_at as mql_at,   -- when it reached MQL (UTC)
    started_at                  -- when its wait began (UTC)
from kept
order by opened_at desc, lead_id, cycle_id
limit $rows
