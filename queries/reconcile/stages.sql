-- title: Counts of MQLs and SQLs, reconciled
-- question: Why do the enquiries of a window make another number of MQLs, or SQLs, than became one in it?
-- grain: one row per way, for the enquiries' count, for each reason and for the count of the window
-- caveat: The rows between the two of a way sum exactly to their difference.
-- adds up: records, leads
-- needs: leads; There are no leads, so nothing becomes an MQL.
-- needs: waterfall v1; The waterfall is not v1, whose MQL and SQL these are.
-- needs: stage MQL and stage SQL

with judged as materialized (
    select
        way,
        is_of_cohort,
        is_entered,
        reason
    from reconciled_stages
),

counted as (
    select
        way,
        0 as place,
        'first' as reason,
        count(*) filter (where is_of_cohort) as records,
        count(*) filter (where is_of_cohort) as leads
    from judged
    group by way
    union all
    select
        way,
        1 as place,
        reason,
        count(*) as records,
        count(*) filter (where is_entered) - count(*) filter (where is_of_cohort) as leads
    from judged
    where reason is not null
    group by way, reason
    union all
    select
        way,
        2 as place,
        'second' as reason,
        count(*) filter (where is_entered) as records,
        count(*) filter (where is_entered) as leads
    from judged
    group by way
)

select
    way,         -- handed: MQLs reached, then seen as MQL; mql, sql: the stage reached so far, then reached in the window
    reason,      -- first (of the enquiries of the window), why the count differs, or second (in the window)
    records,     -- cycles it holds
    leads        -- what it adds; of first and second, all of them
from counted
order by way, place, records desc, reason
