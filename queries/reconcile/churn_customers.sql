-- title: Customers between two counts of churn
-- question: Which customers are in only one of the two, for this reason?
-- grain: one row per customer, those who left first
-- adds up: rows
-- $reason: why it is in only one of them
-- $customers_before: customers that started before this day have been so for 180 days
-- $churned_before: the first day that had not begun at the moment looked at

with judged as (
    select
        *,
        is_of_cohort and started_on < $churned_before as is_first,
        is_kept and started_on < $customers_before as is_second
    from reconciled_customers
)

select
    deal_id,                                                                           -- the deal that won them
    company,                                                                           -- the customer
    source,                                                                            -- where they came from
    owner,                                                                             -- who won them
    icp_tier,                                                                          -- fit tier of the lead
    started_on,                                                                        -- first day as a customer
    case when churned_on < $churned_before then churned_on end as churned_on           -- the day they left
from judged
where
    is_first != is_second
    and case when is_first and outside_reason is null then 'young' else outside_reason end = $reason
order by churned_on desc nulls last, deal_id
