-- title: Leads handed back
-- question: Which leads did sales hand back for this reason?
-- grain: one row per rejected cycle, the latest first
-- adds up: rows
-- $from: MQLs seen at or after this instant
-- $to: and before this one
-- $reason: the reason, as the list of reasons has it
-- $rows: at most so many

with rejected as (
    select *
    from handoffs
    where
        observed_mql_at >= $from and observed_mql_at < $to and verdict = 'rejected'
        and coalesce(exit_reason, '(no reason given)') = $reason
)

select
    lead_id,                        -- the lead's key in the CRM
    name,                           -- the lead
    company,                        -- company of the lead
    source,                         -- where the lead came from
    owner,                          -- who works it now
    observed_mql_at as mql_at,      -- when marketing qualified it (UTC)
    decided_at,                     -- when sales handed it back (UTC)
    verdict_exit as exit,           -- rejected or disqualified
    exit_actor as actor             -- who handed it back
from rejected
order by observed_mql_at desc, lead_id, cycle_id
limit $rows
