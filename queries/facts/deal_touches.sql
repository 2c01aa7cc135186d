-- One row per deal and touch by a person of the deal or of its lead, each touch once. Most leads never have a deal, so
-- that what is asked of open deals reads a tenth of all touches.
create table deal_touches as
select
    d.deal_key,
    t.happened_at,
    t.is_outbound
from cycle_touches as t
inner join deal_facts as d on t.lead_key = d.lead_key
where t.is_human
union all
select
    d.deal_key,
    t.happened_at,
    t.is_outbound
from cycle_touches as t
inner join deal_facts as d on t.deal_key = d.deal_key
where t.is_human and coalesce(t.lead_key != d.lead_key, true);
