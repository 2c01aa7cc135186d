-- Entries in the stages of the waterfall, of cycles that opened in a window or in an earlier one, that have had a full
-- horizon: all of `entries`, and is_current, in the window; is_converted, with the next stage reached within the horizon.
-- `entries` is the name, as a string, of a relation like stage_entries; `horizon_seconds` is the time a cycle is given to
-- reach the next stage, `moment` the instant looked at.
create or replace macro mature_entries(
    entries, window_from, window_to, before_from, before_to, horizon_seconds, moment
) as table
with due as (
    select
        *,
        opened_at >= window_from as is_current,
        reached_at + to_seconds(horizon_seconds) as due_at
    from query_table(entries)
    where
        reached_at is not null
        and opened_at >= before_from and opened_at < window_to    -- whole blocks outside both are never read
        and ((opened_at >= window_from and opened_at < window_to) or (opened_at >= before_from and opened_at < before_to))
)

select
    *,
    coalesce(next_reached_at <= due_at, false) as is_converted
from due
where had_full_time(due_at, moment, is_admin, closed_at, next_reached_at);
