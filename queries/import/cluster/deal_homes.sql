-- The key that the rows of each deal go by: its lead's, else its account's, else its own; of several the least.

select
    d.funnel_review_deal as own_key,
    min(coalesce(l.home, d.funnel_review_account, d.funnel_review_deal)) as home
from read_deals as d
left join lead_homes as l on d.funnel_review_lead = l.own_key
where d.funnel_review_deal is not null
group by d.funnel_review_deal;
