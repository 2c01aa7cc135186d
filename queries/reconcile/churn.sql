-- title: Churn of a cohort and of all customers, reconciled
-- question: Which customers make churn by fit another for the leads of the conversion window than for all customers?
-- grain: one row per fit tier for the cohort, for each reason and for all customers
-- caveat: The rows between the two sum exactly to their difference, in customers and in those who left.
-- adds up: records, customers, churned
-- needs: customers; There are no customers, so nothing says who left.
-- $customers_before: customers that started before this day have been so for 180 days
-- $churned_before: the first day that had not begun at the moment looked at

with judged as (
    select
        icp_tier as tier,
        outside_reason,
        is_of_cohort and started_on < $churned_before as is_first,
        is_kept and started_on < $customers_before as is_second,
        coalesce(churned_on < $churned_before, false) as has_churned
    from reconciled_customers
),

parts as (
    select
        tier,
        unnest([0, 1, 2]) as place,
        unnest([
            case when is_first then 'first' end,
            case when is_first != is_second then case when is_first and outside_reason is null then 'young' else outside_reason end end,
            case when is_second then 'second' end
        ]) as reason,
        unnest([1, is_second::integer - is_first::integer, 1]) as customers,
        has_churned
    from judged
)

select
    tier,                                                      -- fit tier of the lead
    reason,                                                    -- first (the cohort), why it differs, or second (all customers)
    count(*) as records,                                       -- customers it holds
    sum(customers)::bigint as customers,                       -- what it adds; of first and second, all of them
    coalesce(sum(customers) filter (where has_churned), 0)::bigint as churned    -- what it adds to those who left
from parts
where reason is not null
group by tier, place, reason
order by list_position(['A', 'B', 'C', 'D', 'Out', 'Unknown'], tier), place, count(*) desc, reason
