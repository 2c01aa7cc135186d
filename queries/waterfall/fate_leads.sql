-- title: Leads with a fate
-- question: Which leads are these, and what happened to them last?
-- grain: one row per qualification cycle, latest first
-- $fates: only cycles with one of these fates
-- $rows: at most so many

with kept as (
    select *
    from fates
    where list_contains($fates::varchar[], fate)
)

select
    lead_id,                          -- key in the CRM
    name,                             -- the lead
    company,                          -- their company
    source,                           -- where the lead came from
    owner,                            -- who works it now
    opened_at,                        -- when the cycle opened (UTC)
    fate,                             -- what became of it
    is_sql,                           -- reached SQL
    last_at as last_seen_at,          -- last touch by a person or, from SQL on, event, of an open cycle (UTC)
    closed_at,                        -- when it ended (UTC)
    exit_reason                       -- why, as the CRM spells it
from kept
order by opened_at desc, lead_id, cycle_id
limit $rows
