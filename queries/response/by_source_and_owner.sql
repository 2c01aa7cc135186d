-- title: Answer by source and owner
-- question: Whose enquiries wait longest for a first human answer, and from which source?
-- grain: one row per source and one per owner of the enquiries that came in
-- caveat: Owners get different enquiries; below 30 of them a difference says nothing about a person.
-- adds up: n, responded
-- needs: leads and clock; There are no leads, so nobody waits for an answer.
-- needs: touches; There are no touches, so nothing says when a lead was answered.

with population as materialized (
    select
        coalesce(source, '(none)') as source,
        coalesce(owner, '(none)') as owner,
        minutes_between(started_at, ended_at) as elapsed,
        outcome
    from timed_waits
),

observed as (
    select
        {'grouping': 'source', 'value': source} as cohort,
        elapsed,
        outcome
    from population
    union all
    select
        {'grouping': 'owner', 'value': owner} as cohort,
        elapsed,
        outcome
    from population
)

select
    cohort.grouping as grouping,    -- source or owner
    cohort.value as value,          -- which one; (none) when the lead has none
    observed as n,                  -- clocks started
    events as responded,            -- of these, answered by a person
    p50 as median_minutes,          -- minutes until half were answered
    p90 as p90_minutes              -- minutes until nine in ten were
from incidence_quantiles('observed')
order by grouping, value
