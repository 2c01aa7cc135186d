-- title: Counts of the same enquiries, reconciled
-- question: Why are fewer of a window's enquiries counted, and fewer of them as won or as SQLs, than came in and are so by now?
-- grain: one row for all of them so far, for each reason and for those that are counted
-- caveat: The rows between the two sum exactly to their difference, in enquiries and in those that got there.
-- adds up: records, leads, reached
-- needs: leads; There are no leads, so nothing came in.
-- needs: waterfall v1; The waterfall is not v1, whose SQL and Won these are.
-- needs: stage SQL and stage Won
-- $way: fit for those whose fit is known; sql_in_time, won_in_time, close for those SQL, or won, in the time they are given
-- $counted_from: came in at or after this instant
-- $counted_to: and before this one
-- $given_seconds: time they are given
-- $as_of: the moment looked at

with came_in as materialized (
    select
        *,
        icp_tier != 'Unknown' as is_known
    from cycles
    where opened_at >= $counted_from and opened_at < $counted_to
),

judged as materialized (
    select
        is_reached,
        reason,
        coalesce(reason = 'late', true) as is_counted
    from counted_in_time($way, 'came_in', $given_seconds, $as_of)
),

counted as (
    select
        0 as place,
        'first' as reason,
        count(*) as records,
        count(*) as leads,
        count(*) filter (where is_reached) as reached
    from judged
    union all
    select
        1 as place,
        reason,
        count(*) as records,
        -count(*) filter (where not is_counted) as leads,
        -count(*) filter (where is_reached) as reached
    from judged
    where reason is not null
    group by reason
    union all
    select
        2 as place,
        'second' as reason,
        count(*) filter (where is_counted) as records,
        count(*) filter (where is_counted) as leads,
        count(*) filter (where is_reached and reason is null) as reached
    from judged
)

select
    reason,      -- first (all so far), why the second counts one otherwise, or second (those that are counted)
    records,     -- cycles it holds
    leads,       -- what it adds to the enquiries; of first and second, all of them
    reached      -- what it adds to those won, of sql_in_time to the SQLs
from counted
order by place, records desc, reason
