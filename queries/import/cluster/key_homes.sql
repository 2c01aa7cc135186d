-- The key that each row goes by in each table it feeds: that of its touch, deal or lead, else of its account.

select
    k.*,
    coalesce(
        t.home, d.home, l.home, k.funnel_review_account, k.funnel_review_lead, k.funnel_review_deal
    ) as home
from row_keys as k
left join touch_homes as t on k.funnel_review_touch = t.own_key
left join deal_homes as d on k.funnel_review_deal = d.own_key
left join lead_homes as l on k.funnel_review_lead = l.own_key;
