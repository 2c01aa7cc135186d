-- title: Customers of a fit tier
-- question: Which customers of this tier have stayed, and which have left?
-- grain: one row per customer, those who left first
-- adds up: rows
-- $tier: the fit tier of the lead they came from
-- $customers_before: customers that started before this day have been so for 180 days
-- $churned_before: the first day that had not begun at the moment looked at

with kept as (
    from customers
    where
        started_on < $customers_before
        and case when lead_key is null then 'Unknown' else icp_tier end = $tier
)

select
    deal_id,                                                                           -- the deal that won them
    company,                                                                           -- the customer
    source,                                                                            -- where they came from
    owner,                                                                             -- who won them
    started_on,                                                                        -- first day as a customer
    case when churned_on < $churned_before then churned_on end as churned_on,          -- the day they left
    monthly_value                                                                      -- recurring revenue a month
from kept
order by churned_on desc nulls last, deal_id
