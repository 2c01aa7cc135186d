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
)

select
    d.lead_id,                                      -- the lead
    d.cycle_number,                                 -- which of its cycles
    t.kind,                                         -- email, call, meeting, …
    t.direction,                                    -- outbound (to the buyer) or inbound
    coalesce(t.is_connected, false) as connected,   -- whether somebody was reached
    count(*) as touches                             -- how often in the first 14 days
from cards as d
inner join cycles as c on d.lead_id = c.lead_id and d.cycle_number = c.cycle_number
inner join touches as t on c.cycle_id = t.cycle_id
where t.happened_at >= c.opened_at and t.happened_at < c.opened_at + interval 14 days
group by d.lead_id, d.cycle_number, t.kind, t.direction, connected
order by d.lead_id, d.cycle_number, min(t.happened_at), t.kind, t.direction, connected
