-- One row per deal: its own columns, else its lead's, with the keys and the cycle it belongs to. deal_facts.sql writes
-- them down.
create or replace temp view deal_rows as
with leads_of_deals as (
    select
        k.deal_key,
        l.*
    from deal_keys as k
    inner join lead_facts as l on k.lead_key = l.lead_key
)

select
    k.deal_key,
    k.deal_id,
    k.created_at,
    k.lead_key,
    l.lead_id,
    c.cycle_id,
    c.cycle_number,
    c.cycle_opened_at,
    c.cycle_first_closed_at,
    c.cycle_late_won_at,
    c.cycle_response_at,
    k.is_renewal,
    coalesce(d.source, l.source) as source,
    l.campaign,
    l.email,
    coalesce(d.name, l.name) as name,
    l.title,
    coalesce(d.company, l.company) as company,
    l.domain,
    l.industry,
    l.employees,
    l.annual_revenue,
    l.country,
    l.region,
    coalesce(d.account_id, l.account_id) as account_id,
    coalesce(d.owner, l.owner) as owner,
    l.engagement_score,
    l.readiness_score,
    l.budget,
    l.authority,
    l.need,
    l.timing,
    d.name as deal_name,
    d.owner as deal_owner,
    d.amount,
    d.currency,
    d.expected_close_on,
    d.next_step,
    d.next_step_on,
    d.contacts
from deal_keys as k
inner join deals as d on k.deal_key = d.rowid
left join leads_of_deals as l on k.deal_key = l.deal_key
left join deal_cycles as c on k.deal_key = c.deal_key;

create table deal_facts as
select *
from deal_rows
limit 0;
