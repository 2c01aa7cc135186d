-- Where each touch belongs: with its lead, with its deal.

select
    t.funnel_review_touch as own_key,
    l.home as lead_home,
    d.home as deal_home,
    coalesce(l.home, d.home, t.funnel_review_lead, t.funnel_review_deal, '') as home
from read_touches as t
left join lead_homes as l on t.funnel_review_lead = l.own_key
left join deal_homes as d on t.funnel_review_deal = d.own_key
where t.funnel_review_touch is not null;
