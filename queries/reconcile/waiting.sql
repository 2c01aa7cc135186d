-- title: Two counts of who waits, reconciled
-- question: Which leads does one screen count as unanswered and the other not?
-- grain: one row for the Waterfall's count, for each reason and for the count of Response
-- caveat: The rows between the two sum exactly to their difference.
-- adds up: records, leads
-- needs: touches; There are no touches, so nothing says who was answered.
-- needs: waterfall leads; The waterfall counts accounts.
-- needs: clock

with judged as materialized (
    select
        is_owed,
        is_unanswered,
        reason
    from reconciled_waiting
    where is_owed or is_unanswered
),

counted as (
    select
        0 as place,
        'first' as reason,
        count(*) filter (where is_owed) as records,
        count(*) filter (where is_owed) as leads
    from judged
    union all
    select
        1 as place,
        reason,
        count(*) as records,
        count(*) filter (where is_unanswered) - count(*) filter (where is_owed) as leads
    from judged
    where reason is not null
    group by reason
    union all
    select
        2 as place,
        'second' as reason,
        count(*) filter (where is_unanswered) as records,
        count(*) filter (where is_unanswered) as leads
    from judged
)

select
    reason,      -- first (untouched or waiting), why the count differs, or second (without an answer)
    records,     -- cycles it holds
    leads        -- what it adds; of first and second, all of them
from counted
order by place, records desc, reason
