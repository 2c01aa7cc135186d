-- title: Deals created
-- question: Which deals were created in this span, and where do they stand?
-- grain: one row per deal, largest first
-- adds up: rows
-- $created_from: created at or after this instant
-- $created_to: and before this one

with created as (
    from deals
    where not is_renewal and created_at >= $created_from and created_at < $created_to
)

select
    deal_id,           -- the deal's key in the CRM
    deal_name,         -- the deal
    company,           -- the buyer
    owner,             -- who works it
    source,            -- where it came from
    amount as value,   -- value, null when not known
    created_at,        -- when it was created (UTC)
    status,            -- open, won or lost
    closed_at          -- when it closed (UTC)
from created
order by amount desc nulls last, deal_id
