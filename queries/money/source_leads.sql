-- title: Leads a source paid for
-- question: Which leads of this source came in or were judged in the window, and how far did they get?
-- grain: one row per qualification cycle, latest first
-- $source: the source
-- $from: the window starts at this instant
-- $to: and ends before this one

with kept as (
    from cycles
    where
        source = $source
        and ((opened_at >= $from and opened_at < $to) or (observed_mql_at >= $from and observed_mql_at < $to))
)

select
    lead_id,                            -- key in the CRM
    name,                               -- the lead
    company,                            -- their company
    owner,                              -- who works it
    opened_at,                          -- when the cycle opened (UTC)
    observed_mql_at,                    -- when marketing qualified it (UTC)
    reached_sal_at,                     -- when sales accepted it (UTC)
    reached_sql_at,                     -- when sales qualified it (UTC)
    won_at,                             -- when it was won (UTC)
    coalesce(exit, 'open') as exit,     -- how the cycle ended
    exit_reason                         -- why, as the CRM spells it
from kept
order by opened_at desc, lead_id
