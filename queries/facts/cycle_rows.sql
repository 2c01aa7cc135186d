-- One row per qualification cycle of a lead: when it opened, reached each stage, was answered and closed, with the
-- lead's columns people slice and judge by, so that a page never joins raw events. cycles.sql writes them down.
create or replace temp view cycle_rows as
select
    k.rowid as cycle_id,
    k.unit_key as lead_key,
    k.* exclude (unit_key, opening_lead_key, next_opened_at),
    f.* exclude (cycle_id),
    case when f.response_connected then f.response_at else c.inbound_at end as contact_at,
    case when f.response_mql_connected then f.response_mql_at else c.inbound_mql_at end as contact_mql_at,
    l.shares_account,
    l.source,
    l.campaign,
    l.title,
    l.industry,
    l.employees,
    l.annual_revenue,
    l.country,
    l.region,
    l.owner,
    l.engagement_score,
    l.readiness_score,
    l.budget,
    l.authority,
    l.need,
    l.timing
from cycle_keys as k
inner join lead_facts as l on k.unit_key = l.lead_key
left join first_touches as f on k.rowid = f.cycle_id
left join contacts as c on k.rowid = c.cycle_id;

create table cycles as
select *
from cycle_rows
limit 0;
