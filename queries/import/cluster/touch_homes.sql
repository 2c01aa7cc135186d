-- The key that the rows of each touch go by: its lead's, else its deal's; of several the least.

select
    t.funnel_review_touch as touch,
    min(coalesce(l.home, d.home, t.funnel_review_lead, t.funnel_review_deal, '')) as home
from read_touches as t
left join lead_homes as l on t.funnel_review_lead = l.lead
left join deal_homes as d on t.funnel_review_deal = d.deal
where t.funnel_review_touch is not null
group by t.funnel_review_touch;
