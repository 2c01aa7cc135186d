-- title: Leads between two acceptance rates
-- question: Which leads does the rate of the mature count otherwise, for this reason?
-- grain: one row per qualification cycle, the latest first
-- adds up: rows
-- $way: verdicts for the hand-off, reached for the cohort that came in in the window
-- $reason: why it counts them otherwise
-- $rows: at most so many

with kept as (
    from reconciled_acceptance
    where case $way when 'verdicts' then verdict_reason else reached_reason end = $reason
)

select
    lead_id,                               -- key in the CRM
    name,                                  -- the lead
    company,                               -- their company
    source,                                -- where the lead came from
    owner,                                 -- who works it now
    opened_at,                             -- when the cycle opened (UTC)
    observed_mql_at as mql_at,             -- when marketing qualified it (UTC)
    verdict,                               -- accepted, rejected or undecided
    decided_at,                            -- when sales said so (UTC)
    is_mature,                             -- counted among the mature
    is_converted                           -- of these, accepted in time
from kept
order by opened_at desc, lead_id, cycle_id
limit $rows
