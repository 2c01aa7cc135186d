-- One row per touch with the lead, deal and cycle it belongs to: the cycle open at its time, else the latest before
-- it, else none. A touch without a lead is its deal's lead's. touch_row: its row among the touches. They stand by
-- time and, at one instant, connected first, then by their id.
create table cycle_touches as
with keyed as (
    select
        t.rowid as touch_row,
        t.touch_id,
        t.at as happened_at,
        t.day_only as is_day_only,
        not t.automated as is_human,
        t.direction = 'outbound' as is_outbound,
        coalesce(t.connected, false) as is_connected,
        t.template is null as is_personal,
        coalesce(l.lead_key, d.lead_key) as lead_key,
        d.deal_key
    from touches as t
    left join lead_facts as l on t.lead_id = l.lead_id
    left join deal_keys as d on t.deal_id = d.deal_id
)

select
    k.* exclude (touch_id),
    c.rowid as cycle_id
from keyed as k
left join cycle_keys as c
    on
        k.lead_key = c.unit_key and k.happened_at >= c.opened_at
        and k.happened_at < coalesce(c.next_opened_at, timestamp 'infinity')
order by k.happened_at, k.is_connected desc, k.touch_id;
