-- title: Values to filter by
-- question: Which values does each column of the slice bar hold?
-- grain: one row per column and value, the commonest first
-- $most: values shown per column at the most

with together as (
    select
        source,
        segment,
        region,
        owner,
        count(*) as records
    from (
        select source, segment, region, owner from company_cycles
        union all
        select source, segment, region, owner from company_deals
    )
    group by source, segment, region, owner
),

apart as (
    unpivot (
        select
            coalesce(source, '(none)') as source,
            coalesce(segment, '(none)') as segment,
            coalesce(region, '(none)') as region,
            coalesce(owner, '(none)') as owner,
            records
        from together
    )
    on source, segment, region, owner into name field value choice
),

counted as (
    select
        field,
        choice,
        sum(records)::bigint as records
    from apart
    group by field, choice
)

select
    field,        -- column of the slice bar
    choice,       -- value it holds, (none) for null
    records       -- cycles and deals with it
from counted
qualify row_number() over (partition by field order by records desc, choice) <= $most
order by field, records desc, choice
