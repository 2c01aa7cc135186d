-- The rows of a table with the part each belongs to: of its touch, lead, deal or account; what has none of these is in the
-- first. The part follows from the key alone, as queries/import/buckets.sql says it, where no other is tied to it.
-- $table: what was read of the table
-- $parts: how many there are

with placed as (
    select
        r.*,
        coalesce(
            t.home, l.home, d.home, r.funnel_review_account, r.funnel_review_lead, r.funnel_review_deal
        ) as funnel_review_home
    from identifier($table) as r
    left join touch_homes as t on r.funnel_review_touch = t.touch
    left join lead_homes as l on r.funnel_review_lead = l.lead
    left join deal_homes as d on r.funnel_review_deal = d.deal
)

select
    placed.*,
    coalesce(
        cast(conv(left(md5(coalesce(united.root, placed.funnel_review_home)), 8), 16, 10) as bigint) % $parts, 0
    ) as funnel_review_part
from placed
left join united on placed.funnel_review_home = united.home;
