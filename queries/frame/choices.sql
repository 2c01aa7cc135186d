-- title: Values to filter by
-- question: Which values does each column of the slice bar hold?
-- grain: one row per column and value, the commonest first
-- $most: values shown per column at the most

with values_of_leads as (
    unpivot (
        select
            coalesce(source, '(none)') as source,
            coalesce(segment, '(none)') as segment,
            coalesce(region, '(none)') as region,
            coalesce(owner, '(none)') as owner
        from company_cycles
    )
    on source, segment, region, owner into name field value choice
),

values_of_deals as (
    unpivot (
        select
            coalesce(source, '(none)') as source,
            coalesce(segment, '(none)') as segment,
            coalesce(region, '(none)') as region,
            coalesce(owner, '(none)') as owner
        from company_deals
    )
    on source, segment, region, owner into name field value choice
),

counted as (
    select
        field,
        choice,
        count(*) as records
    from (from values_of_leads union all from values_of_deals)
    group by field, choice
)

select
    field,        -- column of the slice bar
    choice,       -- value it holds, (none) for null
    records       -- cycles and deals with it
from counted
qualify row_number() over (partition by field order by records desc, choice) <= $most
order by field, records desc, choice
