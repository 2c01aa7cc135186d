-- holds: Cycles by the ways their MQLs and SQLs are counted, a row per cycle and way. is_of_cohort: came in in the window
--   and reached the stage so far; is_entered: whenever it came in, reached it in the window (way mql, sql), or was seen
--   as MQL in it (way handed). reason: why only one of the two counts it; null where both do.
-- stands on: cycles
-- sliced by: what it stands on
-- counts: cycles
-- personal: email, name
-- $from: came in, or reached the stage, at or after this instant
-- $to: and before this one
with counted as (
    select
        *,
        unnest(['handed', 'mql', 'sql']) as way,
        unnest([reached_mql_at, reached_mql_at, reached_sql_at]) as stage_at,
        unnest([observed_mql_at, reached_mql_at, reached_sql_at]) as entered_at
    from cycles
    where last_entry_at >= $from
),
judged as (
    select
        *,
        opened_at >= $from and opened_at < $to and stage_at is not null as is_of_cohort,
        coalesce(entered_at >= $from and entered_at < $to, false) as is_entered
    from counted
)
select
    *,
    case
        when is_of_cohort = is_entered then null
        when is_entered then 'came_before'
        when entered_at is null then 'skipped'
        else 'later'
    end as reason
from judged
where is_of_cohort or is_entered
