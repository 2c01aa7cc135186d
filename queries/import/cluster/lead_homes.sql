-- The key that the rows of each lead go by: its account's, else its own; of several the least.

select
    funnel_review_lead as own_key,
    min(coalesce(funnel_review_account, funnel_review_lead)) as home
from read_leads
where funnel_review_lead is not null
group by funnel_review_lead;
