-- title: Churn by fit
-- question: Do customers outside the profile leave more often?
-- grain: one row per fit tier
-- adds up: customers, churned
-- needs: customers; There are no customers, so nothing says who left.
-- needs for tier, customers, churned, rate, low, high: leads; There are no leads, so nothing says which tier a customer
--   came from.
-- needs for customers, churned, rate, low, high: definition; There is no ideal-customer definition; name one with --icp
--   or in the settings.
-- $customers_before: customers that started before this day have been so for 180 days
-- $churned_before: the first day that had not begun at the moment looked at

with tiers as (
    select unnest(['A', 'B', 'C', 'D', 'Out', 'Unknown']) as tier
),

old_enough as (
    select
        case when lead_key is null then 'Unknown' else icp_tier end as tier,
        churned_on < $churned_before as has_churned
    from customers
    where started_on < $customers_before
)

select
    t.tier,                                                                                    -- fit tier of the lead
    count(c.tier) as customers,                                                                -- customers for 180 days or more
    count(*) filter (where c.has_churned) as churned,                                          -- of these, gone
    count(*) filter (where c.has_churned) / nullif(count(c.tier), 0)::double as rate,          -- share gone
    wilson_low(count(*) filter (where c.has_churned), count(c.tier)) as low,                   -- lower end of its 95 % interval
    wilson_high(count(*) filter (where c.has_churned), count(c.tier)) as high                  -- upper end
from tiers as t
left join old_enough as c on t.tier = c.tier
group by t.tier
order by list_position(['A', 'B', 'C', 'D', 'Out', 'Unknown'], t.tier)
