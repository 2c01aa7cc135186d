-- title: A deal
-- question: Where does this deal stand, and what shows whether it has stalled?
-- grain: one row, none for a deal that is not visible
-- caveat: Stage, limit and causes are those of an open deal; amount, owner and next step are the import's.
-- adds up: no; one deal
-- $deal_id: the deal's key in the CRM

with deal as (
    select
        d.*,
        o.is_stalled,
        o.stage,
        o.entered_at,
        o.age_days,
        o.limit_days,
        o.causes,
        o.pushes,
        o.last_touch_at,
        o.last_inbound_at,
        o.unanswered,
        o.step_verdict,
        o.days_to_step,
        o.bant_known_true,
        o.response_at,
        o.load,
        o.usual_load
    from deals as d
    left join open_deals as o on d.deal_key = o.deal_key
    where d.deal_id = $deal_id
)

select
    deal_id,                              -- the deal's key in the CRM
    deal_name,                            -- the deal
    company,                              -- the buyer
    owner,                                -- who works it
    source,                               -- where it came from
    status,                               -- open, won or lost
    created_at,                           -- when it was created (UTC)
    closed_at,                            -- when it closed (UTC)
    close_reason,                         -- why, as the CRM spells it
    amount as value,                      -- value, null when not known
    is_stalled,                           -- open, and longer in its stage than the limit
    stage,                                -- stage it stands in, null before the first
    entered_at,                           -- since when (UTC)
    age_days,                             -- days in the stage
    limit_days,                           -- days after which it counts as stalled
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
    load,                                 -- open deals of the owner
    usual_load                            -- median of the owner's team
from deal
