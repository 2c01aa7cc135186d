-- holds: Cycles of the conversion window that had their full time to reach SQL: whether they were worked (a
--   human answer within 14 days of the opening), reached SQL and were won in that time.
-- stands on: profiled_cycles
-- sliced by: what it stands on
-- counts: cycles
-- personal: email, name
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $horizon_seconds: time a cycle is given to reach SQL
-- $as_of: the moment looked at
select
    *,
    coalesce(response_at <= opened_at + interval 14 days, false) as is_worked,
    coalesce(reached_sql_at <= due_at, false) as is_sql,
    coalesce(won_at <= due_at, false) as is_won
from (
    select
        *,
        opened_at + to_seconds($horizon_seconds) as due_at
    from profiled_cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to
)
where had_full_time(due_at, $as_of, is_admin, closed_at, reached_sql_at)
