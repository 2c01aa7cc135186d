-- title: Stalled deals
-- question: Which open deals have stayed in their stage longer than deals that advance ever do, and why?
-- grain: one row per stalled deal
-- caveat: The limit is the time within which four of five visits to the stage advanced, over the last year.
-- adds up: rows
-- needs: deals; There are no deals, so none can have stalled.

with stalled as (
    select *
    from open_deals
    where is_stalled
)

select
    deal_id,                              -- the deal's key in the CRM
    deal_name,                            -- the deal
    company,                              -- the buyer
    owner,                                -- who works it
    stage,                                -- stage it stands in, null before the first
    entered_at,                           -- since when (UTC)
    age_days,                             -- days in the stage
    limit_days,                           -- days after which it counts as stalled
    age_days / limit_days as limits,      -- how many times that it has stayed
    amount as value,                      -- value, null when not known
    causes,                               -- root causes that hold
    next_step,                            -- what is to be done next
    next_step_on,                         -- by when
    step_verdict,                         -- none (no next step), overdue, in time, or no day to it; null where not known
    days_to_step,                         -- days until it is due, below zero since it was
    expected_close_on,                    -- the day it should close
    pushes,                               -- times its close was pushed
    last_touch_at,                        -- last human touch (UTC)
    last_inbound_at,                      -- last word from the buyer (UTC)
    unanswered,                           -- human touches since then without an answer
    contacts,                             -- people engaged on the buyer's side
    icp_tier,                             -- fit of its lead
    bant_known_true as bant,              -- of budget, authority, need, timing: known to be there
    cycle_opened_at,                      -- when its lead came in (UTC)
    response_at,                          -- when the lead was first answered (UTC)
    minutes_between(cycle_opened_at, response_at) as response_minutes,   -- minutes the lead waited for that
    load,                                 -- open deals of the owner
    usual_load                            -- median of the owner's team
from stalled
order by deal_id
