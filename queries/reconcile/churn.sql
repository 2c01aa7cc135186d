-- title: Churn of a cohort and of all customers, reconciled
-- question: Which customers make churn by fit another for the leads of the conversion window than for all customers?
-- grain: one row per fit tier, and of all tiers together, for the cohort, for each reason and for all customers
-- caveat: The rows between the two sum exactly to their difference, in customers and in those who left.
-- adds up: records, customers, churned
-- needs: customers; There are no customers, so nothing says who left.
-- needs: leads and definition; There are no leads, or no ideal-customer definition, so no customer has a tier.
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
),

counted as (
    select
        case when grouping(tier) = 1 then 'All' else tier end as tier,
        place,
        reason,
        count(*) as records,
        sum(customers)::bigint as customers,
        coalesce(sum(customers) filter (where has_churned), 0)::bigint as churned
    from parts
    where reason is not null
    group by grouping sets ((tier, place, reason), (place, reason))
)

select
    tier,           -- fit tier of the lead, or All of them
    reason,         -- first (the cohort), why it differs, or second (all customers)
    records,        -- customers it holds
    customers,      -- what it adds; of first and second, all of them
    churned,        -- what it adds to those who left
    case when reason in ('first', 'second') then churned / nullif(customers, 0)::double end as share    -- share that left
from counted
order by list_position(['A', 'B', 'C', 'D', 'Out', 'Unknown', 'All'], tier), place, records desc, reason
