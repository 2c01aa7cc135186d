-- One row per lead: its columns, nulls filled from its account, with the dense keys the other facts join by.
-- account_key: the lead itself, or the first lead of its account when the account has several.
create table lead_facts as
with accounts_of_leads as (
    select
        account_id,
        min(rowid) as account_key,
        count(*) > 1 as is_shared
    from leads
    where account_id is not null
    group by account_id
)

select
    l.rowid as lead_key,
    coalesce(u.account_key, l.rowid) as account_key,
    coalesce(u.is_shared, false) as shares_account,
    l.lead_id,
    l.created_at,
    l.source,
    l.campaign,
    l.email,
    l.name,
    l.title,
    l.company,
    coalesce(l.domain, a.domain) as domain,
    coalesce(l.industry, a.industry) as industry,
    coalesce(l.employees, a.employees) as employees,
    coalesce(l.annual_revenue, a.annual_revenue) as annual_revenue,
    coalesce(l.country, a.country) as country,
    coalesce(l.region, a.region) as region,
    l.account_id,
    l.owner,
    l.engagement_score,
    l.readiness_score,
    l.budget,
    l.authority,
    l.need,
    l.timing
from leads as l
left join accounts_of_leads as u on l.account_id = u.account_id
left join accounts as a on l.account_id = a.account_id;
