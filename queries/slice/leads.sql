-- holds: Leads, also those that come in only after the moment looked at: a question bounds created_at itself. Their
--   touches and exits may lie before it.
-- sliced by: columns of the lead; a lead is whole, whichever of its cycles are looked at
-- values of: lead_facts
-- counts: leads
-- personal: email, name
select
    lead_key,
    account_key,
    lead_id,
    created_at,
    source,
    campaign,
    email,
    name,
    title,
    company,
    domain,
    industry,
    employees,
    annual_revenue,
    country,
    region,
    account_id,
    owner,
    engagement_score,
    readiness_score,
    budget,
    authority,
    need,
    timing
from warehouse.lead_facts
