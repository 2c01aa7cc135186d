-- title: Values to filter by
-- question: Which values does each column of the slice bar hold?
-- grain: one row per column and value, the commonest first
-- $most: values shown per column at the most

with together as (
    select
        *,
        count(*) as records
    from (
        select source, segment, region, owner from company_cycles
        union all by name
        select source, segment, region, owner from company_deals
    )
    group by all
),

apart as (
    select *
    from together
    unpivot include nulls (choice for field in (source, segment, region, owner))
),

counted as (
    select
        field,
        coalesce(choice, '(none)') as choice,
        sum(records)::bigint as records
    from apart
    group by all
)

select
    field,        -- column of the slice bar
    choice,       -- value it holds, (none) for null
    records       -- cycles and deals with it
from counted
qualify row_number() over (partition by field order by records desc, choice) <= $most
order by field, records desc, choice
