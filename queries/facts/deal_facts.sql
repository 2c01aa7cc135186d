-- One row per deal: its own columns, else its lead's, with the keys and the cycle it belongs to (open right after its
-- creation). A deal opens a cycle when none is open; a renewal, which is on no timeline, only finds one.
create table deal_facts as
with cycle_of_deal as (
    select
        s.deal_key,
        c.rowid as cycle_id,
        c.cycle_number
    from unit_steps as s
    inner join cycle_keys as c on s.unit_key = c.unit_key and s.cycle_number = c.cycle_number
    where s.deal_key is not null and s.step % 32 = 8
    qualify row_number() over (partition by s.deal_key order by s.step) = 1
    union all
    select
        k.deal_key,
        c.rowid as cycle_id,
        c.cycle_number
    from deal_keys as k
    inner join cycle_keys as c on k.lead_key = c.unit_key
    where
        k.is_renewal and c.opened_at <= k.created_at
        and (c.first_closed_at is null or c.first_closed_at > k.created_at)
)

select
    k.deal_key,
    k.deal_id,
    k.created_at,
    k.lead_key,
    l.lead_id,
    c.cycle_id,
    c.cycle_number,
    y.opened_at as cycle_opened_at,
    y.first_closed_at as cycle_first_closed_at,
    y.late_won_at as cycle_late_won_at,
    y.response_at as cycle_response_at,
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
inner join deals as d on k.deal_id = d.deal_id
left join lead_facts as l on k.lead_key = l.lead_key
left join cycle_of_deal as c on k.deal_key = c.deal_key
left join cycles as y on c.cycle_id = y.cycle_id;
