-- title: Records between enquiries won and deals won
-- question: Which enquiries or deals does only one of the two counts hold, for this reason?
-- grain: one row per enquiry or deal, the last won first
-- adds up: rows
-- $reason: why only one of them counts it
-- $rows: at most so many

with kept as (
    from reconciled_won
    where reason = $reason
)

select
    deal_id,                                              -- the deal's key in the CRM, null without one won in the window
    deal_name,                                            -- the deal
    lead_id,                                              -- of an enquiry of the window: its lead's key in the CRM
    name,                                                 -- and the lead
    coalesce(deal_company, company) as company,           -- the buyer
    coalesce(deal_source, source) as source,              -- where it came from
    coalesce(deal_owner, owner) as owner,                 -- who works it
    amount as value,                                      -- value of the deal, null when not known
    coalesce(opened_at, cycle_opened_at) as opened_at,    -- when its enquiry came in (UTC), null without one
    won_at,                                               -- of an enquiry of the window: when it was won (UTC)
    deal_won_at                                           -- when the deal was won (UTC)
from kept
order by coalesce(deal_won_at, won_at) desc, deal_id, lead_id
limit $rows
