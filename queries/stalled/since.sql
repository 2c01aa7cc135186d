-- title: Stalled deals since a week before
-- question: Which deals have stalled or been freed since a week before, and what changed on each?
-- grain: one row per deal stalled at either moment
-- caveat: Both moments are asked in the same way; limits are those of each. Amounts, next steps and close dates are
--   compared with what the import before the review week held, in the import's own week alone.
-- adds up: rows
-- $before_ids: the deals that were stalled at the moment before
-- $before_at: that moment
-- $counts_changes: true in the generation's own review week, when what was held before counts

with pushed as (
    select distinct deal_key
    from company_moves
    where not is_move and happened_at >= $before_at::timestamp
),

compared as (
    select
        d.*,
        coalesce(o.is_stalled, false) as is_stalled,
        d.deal_id in (select unnest($before_ids::varchar[])) as was_stalled,
        o.stage,
        o.step_verdict,
        o.days_to_step,
        v.stage as stage_before,
        h.amount as amount_before,
        h.next_step as step_before,
        list_filter([
            case when d.status = 'open' and v.deal_key is not null and (o.stage is distinct from v.stage) then 'stage' end,
            case when h.deal_id is not null and (h.amount is distinct from d.amount) then 'amount' end,
            case when d.expected_close_on > h.expected_close_on or p.deal_key is not null then 'pushed' end,
            case
                when h.deal_id is not null and d.status = 'open' and (
                    (h.next_step is distinct from d.next_step) or (h.next_step_on is distinct from d.next_step_on)
                ) then 'next_step'
            end
        ], lambda change: change is not null) as changes
    from deals as d
    left join open_deals as o on d.deal_key = o.deal_key
    left join company_visits as v
        on
            d.deal_key = v.deal_key and v.entered_at < $before_at::timestamp
            and (v.left_at is null or v.left_at >= $before_at::timestamp)
    left join pushed as p on d.deal_key = p.deal_key
    left join company_previous_deals as h on d.deal_id = h.deal_id and $counts_changes::boolean
)

select
    deal_id,               -- the deal's key in the CRM
    deal_name,             -- the deal
    company,               -- the buyer
    owner,                 -- who works it
    case when not is_stalled then 'freed' when was_stalled then 'still' else 'new' end as state, -- new, still or freed
    status,                -- open, won or lost
    close_reason,          -- why it closed, as the CRM spells it
    stage_before,          -- stage it stood in a week before, null before the first
    stage,                 -- stage it stands in now, null of a closed deal
    amount_before,         -- value held before, where that is compared
    amount as value,       -- value now, null when not known
    step_before,           -- next step held before, where that is compared
    next_step,             -- next step now
    next_step_on,          -- by when
    step_verdict,          -- none (no next step), overdue, in time, or no day to it; null where not known or closed
    days_to_step,          -- days until it is due, below zero since it was
    changes                -- what changed: stage, amount, pushed (the close date), next_step
from compared
where is_stalled or was_stalled
order by amount desc nulls last, deal_id
