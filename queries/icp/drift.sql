-- title: Drift of what comes in
-- question: How far has the mix of leads moved since the window before, in what the profile asks about?
-- grain: one row per field the profile asks about that has a mix, the most moved first
-- caveat: Population stability index; below 0.1 is taken for stable and above 0.25 for another inflow. Numbers are put in
--   fifths of the window before. A text is one value; a name or an address is nobody else's, and has no mix.
-- adds up: n, n_before
-- needs: leads; There are no leads to judge.
-- $from: the window holds cycles that opened at or after this instant
-- $to: and before this one
-- $previous_from: the one before holds those that opened at or after this instant
-- $previous_to: and before this one
-- $fields: the columns of a lead that the profile asks about

with arrived as (
    select
        opened_at >= $from as is_now,
        unnest(map_entries(map {
            'source': source, 'campaign': campaign, 'title': title, 'industry': industry, 'country': country,
            'region': region, 'owner': owner, 'budget': budget::varchar, 'authority': authority::varchar,
            'need': need::varchar, 'timing': timing::varchar, 'employees': employees::varchar,
            'annual_revenue': annual_revenue::varchar, 'engagement_score': engagement_score::varchar,
            'readiness_score': readiness_score::varchar
        }), recursive := true)
    from cycles
    where
        (opened_at >= $from and opened_at < $to)
        or (opened_at >= $previous_from and opened_at < $previous_to)
),

valued as (
    select
        is_now,
        key as field,
        lower(trim(value)) as text,
        case
            when key in ('employees', 'annual_revenue', 'engagement_score', 'readiness_score') then value::double
        end as number
    from arrived
    where list_contains($fields::varchar[], key)
),

edges as (
    select
        field,
        quantile_cont(number, [0.2, 0.4, 0.6, 0.8]) filter (where not is_now) as fifths
    from valued
    group by field
),

categories as (
    select
        v.field,
        case
            when v.number is null then coalesce(v.text, '(none)')
            else len(list_filter(e.fifths, lambda edge: edge < v.number))::varchar
        end as category,
        count(*) filter (where not v.is_now) as n_before,
        count(*) filter (where v.is_now) as n
    from valued as v
    inner join edges as e on v.field = e.field
    group by all
)

select
    field,         -- column of a lead
    psi,           -- population stability index
    n,             -- cycles that came in
    n_before       -- cycles of the window before
from population_stability('categories')
order by psi desc nulls last, field
