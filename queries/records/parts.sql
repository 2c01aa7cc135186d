-- title: Records in sum
-- question: How many records does a list hold, what are they worth, and what parts do they fall into?
-- grain: one row of all, then one per part, the most records first; beyond the first few they are one
-- caveat: Asked about the records that another question lists: `records` holds their `part` and `value`.
-- $most_parts: parts at most; what is beyond them is one more

with parted as (
    select
        part,
        count(*) as records,
        exact_sum(value) as value,
        count(*) filter (where value is null) as without_value
    from records
    group by part
),

counted as (
    select
        null::varchar as part,
        true as is_all,
        coalesce(sum(records), 0)::bigint as records,
        exact_sum(value) as value,
        coalesce(sum(without_value), 0)::bigint as without_value,
        1::bigint as place
    from parted
    union all
    select
        part,
        false as is_all,
        records,
        value,
        without_value,
        row_number() over (order by records desc, part nulls last) as place
    from parted
),

gathered as (
    select
        is_all,
        place > $most_parts and not is_all as is_rest,
        case when place <= $most_parts then part end as part,
        min(place) as place,
        count(*) as parts,
        sum(records)::bigint as records,
        exact_sum(value) as value,
        sum(without_value)::bigint as without_value
    from counted
    group by all
)

select
    is_all,          -- all records together
    is_rest,         -- the parts beyond the first few
    part,            -- the part, null where the records do not say it
    parts,           -- of how many parts
    records,         -- records
    value,           -- their worth, null when none has one
    without_value    -- records without one
from gathered
order by is_all desc, place
