-- title: What somebody owes
-- question: Which leads wait for an answer and which deals have stalled?
-- grain: one row per record, the deals first, of either what has stood longest
-- caveat: Leads whose clock started in the window.
-- adds up: rows
-- $as_of: the moment looked at

with owed as (
    select
        'stalled' as kind,
        null as lead_id,
        null as name,
        deal_id,
        deal_name,
        company,
        owner,
        round(age_days, 1) as days,
        amount
    from open_deals
    where is_stalled
    union all
    select
        'waiting' as kind,
        lead_id,
        name,
        null as deal_id,
        null as deal_name,
        company,
        owner,
        round(minutes_between(started_at, $as_of) / 1440, 1) as days,
        null as amount
    from timed_waits
    where answered_at is null and closed_at is null
)

select
    kind,       -- stalled: a deal; waiting: a lead without an answer
    lead_id,    -- the lead's key in the CRM, null of a deal
    name,       -- the lead
    deal_id,    -- the deal's key in the CRM, null of a lead
    deal_name,  -- the deal
    company,    -- the buyer, or the lead's company
    owner,      -- who works it now
    days,       -- days the deal has been in its stage, or the lead has waited
    amount      -- value of the deal, null when not known
from owed
order by kind, days desc, deal_id, lead_id
