-- title: Leads between enquiries won and customers
-- question: Which enquiries or customers does only one of the two count, for this reason?
-- grain: one row per enquiry or customer, the latest first
-- adds up: rows
-- $reason: why only one of them counts it
-- $churned_before: the first day that had not begun at the moment looked at
-- $rows: at most so many

with judged as (
    select
        *,
        won_at is not null and not is_further as is_first,
        coalesce(started_on < $churned_before, false) as is_second
    from reconciled_buyers
)

select
    lead_id,        -- key in the CRM
    name,           -- the lead
    company,        -- their company
    source,         -- where the lead came from
    owner,          -- who works it now
    opened_at,      -- when the cycle opened (UTC)
    won_at,         -- when it was won (UTC)
    deal_id,        -- the deal that won the customer
    started_on      -- first day as a customer
from judged
where is_first != is_second and case when is_first then 'no_customer' when is_further then 'again' else 'not_won' end = $reason
order by opened_at desc, lead_id, cycle_id, deal_id
limit $rows
