-- A touch belongs to a cycle of its own lead, one that had opened by then.
select
    t.touch_row,
    t.cycle_id
from cycle_touches as t
left join cycles as c on t.cycle_id = c.cycle_id
where t.cycle_id is not null and (c.lead_key is distinct from t.lead_key or t.happened_at < c.opened_at);
