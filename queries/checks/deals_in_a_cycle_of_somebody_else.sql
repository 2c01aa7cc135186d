-- A deal belongs to a cycle of its own lead.
select
    d.deal_id,
    d.cycle_id
from deal_facts as d
left join cycles as c on d.cycle_id = c.cycle_id
where d.cycle_id is not null and c.lead_key is distinct from d.lead_key;
