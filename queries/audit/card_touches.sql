-- title: What happened at first
-- question: What happened between us and the leads on the cards in their first days?
-- grain: one row per card, kind, direction and whether somebody was reached, the earliest first
-- adds up: no; a deck is drawn from the leads of the whole company
-- $lead_ids: leads of the cards
-- $cycle_numbers: which of their cycles

with cards as (
    select
        unnest($lead_ids::varchar[]) as lead_id,
        unnest($cycle_numbers::bigint[]) as cycle_number
),

own_touches as materialized (
    select
        d.lead_id,
        d.cycle_number,
        t.touch_row,
        t.happened_at,
        coalesce(t.is_connected, false) as connected
    from cards as d
    inner join cycles as c on d.lead_id = c.lead_id and d.cycle_number = c.cycle_number
    inner join touches as t on c.cycle_id = t.cycle_id
    where t.happened_at >= c.opened_at and t.happened_at < c.opened_at + interval 14 days
)

select
    t.lead_id,        -- the lead
    t.cycle_number,   -- which of its cycles
    r.kind,           -- email, call, meeting, …
    r.direction,      -- outbound (to the buyer) or inbound
    t.connected,      -- whether somebody was reached
    count(*) as touches    -- how often in the first 14 days
from own_touches as t
inner join company_recorded_touches as r on t.touch_row = r.touch_row
group by t.lead_id, t.cycle_number, r.kind, r.direction, t.connected
order by t.lead_id, t.cycle_number, min(t.happened_at), r.kind, r.direction, t.connected
