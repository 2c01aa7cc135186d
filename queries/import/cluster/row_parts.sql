-- The part that each row belongs to, as routed.sql tells it of canonical tables.
-- $parts: how many there are

select
    r.file,
    r.line,
    r.home as funnel_review_home,
    r.funnel_review_lead,
    r.funnel_review_deal,
    r.funnel_review_account,
    r.funnel_review_touch,
    cast(conv(left(md5(coalesce(united.root, r.home)), 8), 16, 10) as bigint) % $parts as funnel_review_part
from row_homes as r
left join united on r.home = united.home;
