-- title: History of a deal
-- question: What happened to this deal and its lead, and who did it?
-- grain: one row per thing that happened, latest first
-- adds up: no; the history of one deal, whatever the slice keeps of it
-- $deal_id: the deal's key in the CRM
-- $week_from: the start of the review week
-- $counts_changes: true in the generation's own review week, when the amount held before it counts

with deal as (
    from deals where deal_id = $deal_id
),

recorded as (
    select happened_at, event, min(actor) as actor, min(reason) as reason
    from company_deal_events
    where deal_id = $deal_id
    group by happened_at, event
),

own_touches as materialized (
    select t.*
    from company_touches as t
    inner join deal as d on t.deal_key = d.deal_key or t.lead_key = d.lead_key
),

happened as (
    select 'lead' as kind, c.opened_at as happened_at, 'Lead came in' as what, c.source as who, null as why
    from company_cycles as c
    inner join deal as d on c.cycle_id = d.cycle_id
    union all
    select 'lead', e.happened_at, event_in_words(e.event), e.actor, e.reason
    from company_lead_events as e
    inner join deal as d on e.lead_id = d.lead_id
    union all
    select 'amount', $week_from, amount_in_words(h.amount, d.amount), null, null
    from deal as d
    inner join company_previous_deals as h on d.deal_id = h.deal_id
    where $counts_changes::boolean and (h.amount is distinct from d.amount)
    union all
    select 'stage', s.opened_at, case s.spell when 1 then 'Deal created' else 'Deal reopened' end, null, null
    from company_spells as s
    inner join deal as d on s.deal_key = d.deal_key
    union all
    select 'closed', s.closed_at, deal_event_in_words(s.outcome), r.actor, r.reason
    from company_spells as s
    inner join deal as d on s.deal_key = d.deal_key
    left join recorded as r on s.closed_at = r.happened_at and s.outcome = r.event
    where s.closed_at is not null
    union all
    select if(m.is_move, 'stage', 'push'), m.happened_at, deal_event_in_words(m.event), r.actor, r.reason
    from company_moves as m
    inner join deal as d on m.deal_key = d.deal_key
    left join recorded as r on m.happened_at = r.happened_at and m.event = r.event
    union all
    select
        case when not t.is_human then 'machine' when r.direction = 'inbound' then 'buyer' else 'us' end,
        t.happened_at,
        touch_in_words('buyer', r.direction, r.kind, t.is_human, t.is_connected),
        r.rep,
        null
    from own_touches as t
    inner join company_recorded_touches as r on t.touch_row = r.touch_row
)

select
    happened_at,   -- when (UTC)
    kind,          -- lead, stage, push, closed, amount, buyer (they to us), us (we to them), machine
    what,          -- what happened
    who,           -- who did it, for the lead where it came from
    why            -- the reason given, as the CRM spells it
from happened
order by happened_at desc, kind = 'closed' desc, what desc, who, why
