-- title: Leads handed off
-- question: Which leads did marketing hand over, and what did sales say of each?
-- grain: one row per handed-over cycle, the latest first
-- adds up: rows
-- $from: MQLs seen at or after this instant
-- $to: and before this one
-- $verdicts: those with one of these verdicts: accepted, rejected, undecided
-- $is_unworked: true keeps only the accepted that nobody touched for 48 hours
-- $rows: at most so many

with handed as (
    select *
    from handoffs
    where
        observed_mql_at >= $from and observed_mql_at < $to
        and list_contains($verdicts::varchar[], verdict)
        and (not $is_unworked::boolean or is_unworked)
)

select
    lead_id,                                                                -- the lead's key in the CRM
    name,                                                                   -- the lead
    company,                                                                -- company of the lead
    source,                                                                 -- where the lead came from
    owner,                                                                  -- who works it now
    observed_mql_at as mql_at,                                              -- when marketing qualified it (UTC)
    verdict,                                                                -- accepted, rejected or undecided
    decided_at,                                                             -- when sales said so (UTC)
    minutes_between(observed_mql_at, decided_at) / 60 as decided_hours,     -- hours from the MQL to that
    case when verdict = 'rejected' then exit_reason end as reason,          -- why it was handed back
    is_unworked                                                             -- accepted, then 48 hours without a try
from handed
order by observed_mql_at desc, lead_id, cycle_id
limit $rows
