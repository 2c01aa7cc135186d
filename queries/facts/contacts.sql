-- One row per answered cycle: the first human inbound touch after the response, for either clock.
create temp table contacts as
select
    t.cycle_id,
    min(t.happened_at) filter (where t.happened_at > f.response_at) as inbound_at,
    min(t.happened_at) filter (where t.happened_at > f.response_mql_at) as inbound_mql_at
from cycle_touches as t
inner join first_touches as f on t.cycle_id = f.cycle_id
where t.is_human and not t.is_outbound
group by t.cycle_id;
