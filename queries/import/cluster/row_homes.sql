-- The key that each row goes by: of several the least.

select
    file,
    line,
    min(home) as home,
    min(funnel_review_lead) as funnel_review_lead,
    min(funnel_review_deal) as funnel_review_deal,
    min(funnel_review_account) as funnel_review_account,
    min(funnel_review_touch) as funnel_review_touch
from key_homes
where home is not null
group by file, line;
