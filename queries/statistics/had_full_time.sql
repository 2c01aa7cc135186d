-- Whether a cycle can be judged by a stage: its time to reach it is up at `as_of`, and it was not closed
-- administratively within that time without having reached it.

create or replace macro had_full_time(due_at, as_of, is_admin, closed_at, reached_at) as
    due_at <= as_of and not coalesce(is_admin and closed_at <= due_at and reached_at is null, false);
