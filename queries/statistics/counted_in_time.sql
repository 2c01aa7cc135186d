-- Enquiries that are counted another way later: all of `entries`, is_reached with where they got so far, and the reason why
-- the other way does not count one, or not as having got there; null where it counts it as it stands. `way`: fit, whose
-- fit is known, of those won; sql_in_time, an SQL within `seconds` of coming in; or, of any other name, won within them.
-- `entries` is the name, as a string, of a relation like cycles, with is_known; `moment` is the instant looked at.
create or replace macro counted_in_time(way, entries, seconds, moment) as table
with placed as (
    select
        *,
        case when way = 'sql_in_time' then reached_sql_at else won_at end as there_at,
        opened_at + to_seconds(seconds) as due_at
    from query_table(entries)
)

select
    *,
    there_at is not null as is_reached,
    case
        when way = 'fit' then case when not coalesce(is_known, false) then 'unknown' end
        when due_at > moment then 'not_due'
        when not had_full_time(due_at, moment, is_admin, closed_at, there_at) then 'closed'
        when there_at > due_at then 'late'
    end as reason
from placed;
