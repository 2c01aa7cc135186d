-- title: Counts of who waits, reconciled
-- question: Which leads does one count as unanswered, or as past the response SLA, and the other not?
-- grain: one row per way, for its first count, for each reason and for its second count
-- caveat: The rows between the two of a way sum exactly to their difference.
-- adds up: records, leads
-- needs: touches; There are no touches, so nothing says who was answered.
-- needs: waterfall leads; The waterfall counts accounts.
-- needs: clock

with judged as materialized (
    from reconciled_waiting
    where is_owed or is_unanswered
),

ways as (
    select
        'waiting' as way,
        reason,
        is_owed as is_first,
        is_unanswered as is_second
    from judged
    union all
    select 'late' as way, late_reason as reason, is_unanswered, is_late from judged
    union all
    select 'untouched' as way, untouched_reason as reason, is_untouched, is_late from judged
),

counted as (
    select
        way,
        0 as place,
        'first' as reason,
        count(*) filter (where is_first) as records,
        count(*) filter (where is_first) as leads
    from ways
    group by way
    union all
    select
        way,
        1 as place,
        reason,
        count(*) as records,
        count(*) filter (where is_second) - count(*) filter (where is_first) as leads
    from ways
    where reason is not null
    group by way, reason
    union all
    select
        way,
        2 as place,
        'second' as reason,
        count(*) filter (where is_second) as records,
        count(*) filter (where is_second) as leads
    from ways
    group by way
)

select
    way,         -- waiting: owed on the Waterfall, unanswered; late: unanswered, past the SLA; untouched: untouched, past it
    reason,      -- first, why the count differs, or second
    records,     -- cycles it holds
    leads        -- what it adds; of first and second, all of them
from counted
order by way, place, records desc, reason
