-- title: Enquiries and clocks, reconciled
-- question: Why are there more or fewer waits for an answer than enquiries in the same window?
-- grain: one row for the enquiries, for each reason and for the clocks started
-- caveat: Nobody waits for an answer where we spoke first; the rows between the two sum exactly to their difference.
-- adds up: records, leads
-- needs: leads and clock; There are no leads, so nobody waits for an answer.
-- needs: waterfall leads; The waterfall counts accounts.

with judged as materialized (
    select
        is_opened,
        is_started,
        reason
    from reconciled_clocks
    where is_opened or is_started
),

counted as (
    select
        0 as place,
        'first' as reason,
        count(*) filter (where is_opened) as records,
        count(*) filter (where is_opened) as leads
    from judged
    union all
    select
        1 as place,
        reason,
        count(*) as records,
        count(*) filter (where is_started) - count(*) filter (where is_opened) as leads
    from judged
    where reason is not null
    group by reason
    union all
    select
        2 as place,
        'second' as reason,
        count(*) filter (where is_started) as records,
        count(*) filter (where is_started) as leads
    from judged
)

select
    reason,      -- first (enquiries), why the count differs, or second (clocks started)
    records,     -- cycles it holds
    leads        -- what it adds; of first and second, all of them
from counted
order by place, records desc, reason
