-- One row per thing that happened to a lead: its creation, its events, its deals' creations and whatever its deals did,
-- renewals aside: what moves there is no news of the cycle.
create table lead_activity as
select
    lead_key,
    created_at as happened_at
from lead_facts
union all
select
    l.lead_key,
    e.at
from lead_events as e
inner join lead_facts as l on e.lead_id = l.lead_id
union all
select
    lead_key,
    created_at
from deal_keys
where lead_key is not null and not is_renewal
union all
select
    lead_key,
    happened_at
from deal_log
where lead_key is not null and not is_renewal;
