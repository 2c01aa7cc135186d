-- Spells of deals being open, as visible at $as_of.
-- $as_of: the moment looked at
select
    s.deal_key,
    s.spell,
    s.opened_at,
    case when s.closed_at < $as_of then s.closed_at end as closed_at,
    case when s.closed_at < $as_of then s.outcome end as outcome,
    d.deal_id,
    d.created_at,
    d.amount,
    d.is_renewal,
    d.lead_key,
    d.lead_id,
    d.cycle_number,
    d.source,
    d.campaign,
    d.email,
    d.name,
    d.title,
    d.company,
    d.domain,
    d.industry,
    d.employees,
    d.annual_revenue,
    d.country,
    d.region,
    d.account_id,
    d.owner,
    d.engagement_score,
    d.readiness_score,
    d.budget,
    d.authority,
    d.need,
    d.timing
from warehouse.deal_spells as s
inner join warehouse.deal_facts as d on s.deal_key = d.deal_key
where s.opened_at < $as_of
