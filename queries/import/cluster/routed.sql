-- The rows of a table with the part each belongs to: that of its touch, deal or lead, else of its account; what has none of
-- these is in the first. The part follows from the key alone, as queries/import/buckets.sql says it, where no other is tied
-- to it.
-- $parts: how many there are

with placed as (
    select
        r.*,
        coalesce(
            h.home, r.funnel_review_account, r.funnel_review_lead, r.funnel_review_deal
        ) as funnel_review_home
    from rows_to_place as r
    left join their_homes as h on r.funnel_review_own = h.own_key
)

select
    placed.*,
    coalesce(
        cast(conv(left(md5(coalesce(united.root, placed.funnel_review_home)), 8), 16, 10) as bigint) % $parts, 0
    ) as funnel_review_part
from placed
left join united on placed.funnel_review_home = united.home;
