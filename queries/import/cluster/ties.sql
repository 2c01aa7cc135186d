-- The keys whose rows speak of each other though they go by different ones: a lead or a deal that stands in several rows,
-- a touch that names a lead and a deal of somebody else. Each pair once.

with tied as (
    select
        h.home as one,
        coalesce(r.funnel_review_account, r.funnel_review_lead) as other
    from read_leads as r
    inner join lead_homes as h on r.funnel_review_lead = h.lead
    union all
    select
        h.home,
        coalesce(l.home, r.funnel_review_account, r.funnel_review_deal)
    from read_deals as r
    inner join deal_homes as h on r.funnel_review_deal = h.deal
    left join lead_homes as l on r.funnel_review_lead = l.lead
    union all
    select
        h.home as one,
        l.home as other
    from read_touches as r
    inner join touch_homes as h on r.funnel_review_touch = h.touch
    inner join lead_homes as l on r.funnel_review_lead = l.lead
    union all
    select
        h.home as one,
        d.home as other
    from read_touches as r
    inner join touch_homes as h on r.funnel_review_touch = h.touch
    inner join deal_homes as d on r.funnel_review_deal = d.deal
    union all
    select
        h.home,
        coalesce(r.funnel_review_lead, r.funnel_review_deal, '')
    from read_touches as r
    inner join touch_homes as h on r.funnel_review_touch = h.touch
    left join lead_homes as l on r.funnel_review_lead = l.lead
    left join deal_homes as d on r.funnel_review_deal = d.deal
    where l.home is null and d.home is null
)

select distinct
    one,
    other
from tied
where one <> other;
