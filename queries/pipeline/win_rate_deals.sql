-- title: Deals behind a win rate
-- question: Which deals does this win rate count?
-- grain: one row per deal, the last closed first
-- adds up: rows
-- $way: closed (in the window) or cohort (created in the 52 weeks)
-- $from: the window starts at this instant
-- $to: and ends before this one
-- $year_from: deals created at or after this instant

with kept as (
    from deals
    where
        not is_renewal
        and case $way when 'closed' then closed_at >= $from and closed_at < $to else created_at >= $year_from end
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
    closed_at,         -- when it closed (UTC)
    close_reason       -- why, as the CRM spells it
from kept
order by closed_at desc nulls last, deal_id
