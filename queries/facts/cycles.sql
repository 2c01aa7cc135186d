-- One row per qualification cycle of a lead: when it opened, reached each stage, was answered and closed, with
-- the lead's columns, so that a page never joins raw events. Sorted by opening.
create table cycles as
select
    k.cycle_id,
    k.unit_key as lead_key,
    k.cycle_number,
    k.opened_at,
    k.inquiry_at,
    k.aql_at,
    k.mql_at,
    k.tal_at,
    k.tql_at,
    k.tgl_at,
    k.sal_at,
    k.sgl_at,
    k.sql_at,
    k.won_at,
    k.reached_mql_at,
    k.reached_sal_at,
    k.reached_sql_at,
    k.observed_mql_at,
    k.first_exit,
    k.first_closed_at,
    k.late_won_at,
    k.exit_reason,
    k.exit_actor,
    f.response_at,
    f.response_connected,
    f.response_mql_at,
    f.response_mql_connected,
    f.worked_at,
    case when f.response_connected then f.response_at else c.inbound_at end as contact_at,
    case when f.response_mql_connected then f.response_mql_at else c.inbound_mql_at end as contact_mql_at,
    l.* exclude (lead_key, account_key)
from cycle_keys as k
inner join lead_facts as l on k.unit_key = l.lead_key
left join first_touches as f on k.cycle_id = f.cycle_id
left join contacts as c on k.cycle_id = c.cycle_id;
