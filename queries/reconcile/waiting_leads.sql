-- title: Leads between two counts of who waits
-- question: Which leads does only one of the two count as unanswered, or as past the response SLA, for this reason?
-- grain: one row per qualification cycle, the latest first
-- adds up: rows
-- $way: waiting, late or untouched, as the counts are told apart
-- $reason: why only one of them counts it
-- $rows: at most so many

with kept as (
    from reconciled_waiting
    where case $way when 'waiting' then reason when 'late' then late_reason else untouched_reason end = $reason
)

select
    lead_id,                               -- key in the CRM
    name,                                  -- the lead
    company,                               -- their company
    source,                                -- where the lead came from
    owner,                                 -- who works it now
    opened_at,                             -- when the cycle opened (UTC)
    reached_mql_at as mql_at,              -- when it reached MQL (UTC)
    reached_sql_at as sql_at,              -- when it reached SQL (UTC)
    started_at,                            -- when its wait began (UTC)
    fate                                   -- what became of it so far
from kept
order by opened_at desc, lead_id, cycle_id
limit $rows
