-- title: Deals of a cause
-- question: Which open deals, stalled or healthy, does this cause hold for?
-- grain: one row per open deal, the largest first
-- adds up: rows
-- $cause: the root cause
-- $is_stalled: true for the stalled deals, false for the others

with held as (
    select *
    from open_deals
    where is_stalled = $is_stalled::boolean and list_contains(causes, $cause)
)

select
    deal_id,            -- the deal's key in the CRM
    deal_name,          -- the deal
    company,            -- the buyer
    owner,              -- who works it
    stage,              -- stage it stands in, null before the first
    age_days,           -- days in the stage
    limit_days,         -- days after which it counts as stalled
    amount as value,    -- value, null when not known
    causes,             -- root causes that hold
    next_step,          -- what is to be done next
    next_step_on,       -- by when
    step_verdict,       -- none (no next step), overdue, in time, or no day to it; null where not known
    days_to_step,       -- days until it is due, below zero since it was
    expected_close_on   -- the day it should close
from held
order by amount desc nulls last, deal_id
