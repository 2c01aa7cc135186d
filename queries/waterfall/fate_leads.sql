-- title: Leads with a fate
-- question: Which leads are these, and what happened to them last?
-- grain: one row per qualification cycle, latest first
-- adds up: rows
-- $fates: only cycles with one of these fates
-- $from: the cohort holds cycles that opened at or after this instant
-- $to: and before this one
-- $rows: at most so many

with kept as (
    select *
    from fates
    where list_contains($fates::varchar[], fate)
)

select
    w.lead_id,                          -- key in the CRM
    w.name,                             -- the lead
    w.company,                          -- their company
    w.source,                           -- where the lead came from
    w.owner,                            -- who works it now
    w.opened_at,                        -- when the cycle opened (UTC)
    k.fate,                             -- what became of it
    k.is_sql,                           -- reached SQL
    k.last_at as last_seen_at,          -- last touch by a person or, from SQL on, event, of an open cycle (UTC)
    w.closed_at,                        -- when it ended (UTC)
    w.exit_reason                       -- why, as the CRM spells it
from kept as k
inner join waterfall_cycles as w on k.cycle_id = w.cycle_id
where w.opened_at >= $from and w.opened_at < $to
order by w.opened_at desc, w.lead_id, k.cycle_id
limit $rows
