-- holds: Customers by the two ways churn is counted: is_of_cohort, won from a lead of the conversion window, renewals
--   aside; is_kept, a customer of the slice whenever its lead came in. outside_reason: why it is only one of them.
-- stands on: cycles, company_customers, customers
-- sliced by: what it stands on
-- counts: customers
-- personal: nothing
-- $conversion_from: of the cohort, came in at or after this instant
-- $conversion_to: and before this one
with cohort as (
    select
        u.deal_id,
        c.icp_tier,
        u.company,
        u.source,
        u.owner,
        u.started_on,
        u.churned_on
    from cycles as c
    inner join company_customers as u on c.cycle_id = u.cycle_id
    where c.opened_at >= $conversion_from and c.opened_at < $conversion_to and not u.is_renewal
),
kept as (
    select
        deal_id,
        company,
        source,
        owner,
        started_on,
        churned_on,
        is_renewal,
        cycle_id,
        case when lead_key is null then 'Unknown' else icp_tier end as icp_tier
    from customers
)
select
    coalesce(c.deal_id, k.deal_id) as deal_id,
    coalesce(c.icp_tier, k.icp_tier) as icp_tier,
    coalesce(c.company, k.company) as company,
    coalesce(c.source, k.source) as source,
    coalesce(c.owner, k.owner) as owner,
    coalesce(c.started_on, k.started_on) as started_on,
    coalesce(c.churned_on, k.churned_on) as churned_on,
    c.deal_id is not null as is_of_cohort,
    k.deal_id is not null as is_kept,
    case
        when k.deal_id is null then 'elsewhere'
        when c.deal_id is not null then null
        when k.is_renewal then 'renewal'
        when k.cycle_id is null then 'no_lead'
        else 'other_leads'
    end as outside_reason
from cohort as c
full join kept as k on c.deal_id = k.deal_id and c.icp_tier = k.icp_tier
