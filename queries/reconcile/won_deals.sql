-- title: Deals won before the last weeks
-- question: Which deals of the window were won before its last weeks?
-- grain: one row per deal, the largest first
-- adds up: rows
-- $from: the window starts at this instant
-- $weeks_from: the last weeks of it start at this instant

with kept as (
    from deals
    where not is_renewal and status = 'won' and closed_at >= $from and closed_at < $weeks_from
)

select
    deal_id,           -- the deal's key in the CRM
    deal_name,         -- the deal
    company,           -- the buyer
    owner,             -- who works it
    source,            -- where it came from
    amount as value,   -- value, null when not known
    created_at,        -- when it was created (UTC)
    closed_at          -- when it was won (UTC)
from kept
order by amount desc nulls last, deal_id
