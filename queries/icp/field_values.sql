-- title: Values of a column
-- question: Which values do leads have in this column?
-- grain: one row per value, the commonest first
-- adds up: leads
-- $field: source, campaign, segment, region, country, industry or owner; another has no short list
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $rows: at most so many

with named as (
    select part_of($field, source, campaign, segment, region, country, industry, owner, null) as value
    from cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to
)

select
    value,               -- the value
    count(*) as leads    -- cycles with it
from named
where value != '(none)'
group by value
order by leads desc, value
limit $rows
