-- title: What somebody owes
-- question: Which leads wait for an answer and which deals have stalled?
-- grain: one row per lead's try or deal, the deals first
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
        stage,
        age_days * 1440 as minutes,
        amount as value,
        next_step
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
        null as stage,
        minutes_between(started_at, $as_of) as minutes,
        null as value,
        null as next_step
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
    stage,      -- stage the deal stands in
    minutes,    -- minutes the deal has been in it, or the lead has waited
    value,      -- value of the deal, null when not known
    next_step   -- what is to be done next about the deal
from owed
order by kind, value desc nulls last, minutes desc, deal_id, lead_id
