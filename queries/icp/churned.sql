-- title: Churn of a tier's customers
-- question: What share of the customers each tier's leads became has left?
-- grain: one row per fit tier with customers, best first
-- adds up: customers, gone
-- needs: definition
-- needs: leads; There are no leads to judge.
-- needs for churned_share: customers; There are no customers, so nothing says which of a tier have left.
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $begun_before: the first day that had not begun at the moment looked at

with became as (
    select
        c.icp_tier as tier,
        u.churned_on < $begun_before as has_churned
    from cycles as c
    inner join company_customers as u on c.cycle_id = u.cycle_id
    where
        c.opened_at >= $conversion_from and c.opened_at < $conversion_to and not u.is_renewal
        and u.started_on < $begun_before
)

select
    tier,                                                                            -- fit tier
    count(*) as customers,                                                           -- customers its leads became
    count(*) filter (where has_churned) as gone,                                     -- of these, those that have left
    count(*) filter (where has_churned) / count(*)::double as churned_share          -- share of its customers that left
from became
group by tier
order by list_position(['A', 'B', 'C', 'D', 'Out', 'Unknown'], tier)
