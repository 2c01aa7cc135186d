-- title: Enquiries won and their customers, reconciled
-- question: Why are more or fewer of a window's enquiries won than have become customers?
-- grain: one row for the enquiries won by now, for each reason and for the customers
-- caveat: A deal is won when it is signed, a customer begins on a day of its own; the rows between the two sum exactly to
--   their difference.
-- adds up: records, won
-- needs: customers; There are no customers, so nothing says who became one.
-- needs: leads; There are no leads, so nothing came in.
-- needs: stage Won
-- $churned_before: the first day that had not begun at the moment looked at

with judged as (
    select
        won_at is not null and not is_further as is_first,
        coalesce(started_on < $churned_before, false) as is_second,
        is_further
    from reconciled_buyers
),

counted as (
    select
        0 as place,
        'first' as reason,
        count(*) filter (where is_first) as records,
        count(*) filter (where is_first) as won
    from judged
    union all
    select
        1 as place,
        case when is_first then 'no_customer' when is_further then 'again' else 'not_won' end as reason,
        count(*) as records,
        count(*) filter (where is_second) - count(*) filter (where is_first) as won
    from judged
    where is_first != is_second
    group by 2
    union all
    select
        2 as place,
        'second' as reason,
        count(*) filter (where is_second) as records,
        count(*) filter (where is_second) as won
    from judged
)

select
    reason,      -- first (enquiries won by now), why the counts differ, or second (customers)
    records,     -- enquiries or customers it holds
    won          -- what it adds; of first and second, all of them
from counted
order by place, records desc, reason
