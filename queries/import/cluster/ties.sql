-- The keys whose rows speak of each other though they go by different ones: a lead or a deal that stands in several rows,
-- a touch that names a lead and a deal of somebody else. Each pair once.

with tied as (
    select
        h.home as one,
        coalesce(r.funnel_review_account, r.funnel_review_lead) as other
    from read_leads as r
    inner join lead_homes as h on r.funnel_review_lead = h.own_key
    union all
    select
        h.home as one,
        coalesce(l.home, r.funnel_review_account, r.funnel_review_deal) as other
    from read_deals as r
    inner join deal_homes as h on r.funnel_review_deal = h.own_key
    left join lead_homes as l on r.funnel_review_lead = l.own_key
    union all
    select
        h.home as one,
        p.home as other
    from touch_places as p
    inner join touch_homes as h on p.own_key = h.own_key
    union all
    select
        lead_home as one,
        deal_home as other
    from touch_places
    where lead_home is not null and deal_home is not null
)

select distinct
    one,
    other
from tied
where one <> other;
