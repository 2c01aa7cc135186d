-- title: Enquiries won and deals won, reconciled
-- question: Why are more or fewer deals won in the window than of the enquiries that came in in it?
-- grain: one row for the enquiries won by now, for each reason and for the deals won
-- caveat: Most of what is won in a window came in before it, and most of what comes in is not won yet; the rows between
--   the two sum exactly to their difference.
-- adds up: records, won
-- needs: leads; There are no leads, so nothing came in.
-- needs: deals; There are no deals, so nothing says what was won.
-- needs: waterfall v1; The waterfall is not v1, whose last stage is Won.
-- needs: stage Won

with joined as materialized (
    select
        is_first,
        is_second,
        reason
    from reconciled_won
),

counted as (
    select
        0 as place,
        'first' as reason,
        count(*) filter (where is_first) as records,
        count(*) filter (where is_first) as won
    from joined
    union all
    select
        1 as place,
        reason,
        count(*) as records,
        count(*) filter (where is_second) - count(*) filter (where is_first) as won
    from joined
    where reason is not null
    group by reason
    union all
    select
        2 as place,
        'second' as reason,
        count(*) filter (where is_second) as records,
        count(*) filter (where is_second) as won
    from joined
)

select
    reason,      -- first (enquiries won by now), why the counts differ, or second (deals won)
    records,     -- enquiries or deals it holds
    won          -- what it adds; of first and second, all of them
from counted
order by place, records desc, reason
