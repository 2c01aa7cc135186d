-- One row per deal with the keys the other facts join by; its cycle is added once cycles are known.
create temp table deal_keys as
select
    d.rowid as deal_key,
    d.deal_id,
    d.created_at,
    l.lead_key,
    coalesce(d.renewal, false) as is_renewal
from deals as d
left join lead_facts as l on d.lead_id = l.lead_id;
