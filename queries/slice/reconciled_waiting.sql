-- holds: Cycles, by the two ways it is judged that nobody has answered: is_owed, of the cohort and untouched or
--   waiting; is_unanswered, open, with a wait whose clock started in the window and no answer. reason: why the second
--   differs; null where both agree.
-- stands on: cycles, fates, waits
-- sliced by: what it stands on
-- counts: cycles
-- personal: email, name
-- $from: opened, or clock started, at or after this instant
-- $to: and before this one
with owed as (
    select
        c.*,
        f.fate,
        f.is_sql,
        w.cycle_id is not null as is_timed,
        w.started_at,
        w.answered_at,
        coalesce(f.fate in ('untouched', 'waiting'), false) as is_owed,
        coalesce(w.started_at >= $from and w.started_at < $to, false) as is_started,
        coalesce(
            w.started_at >= $from and w.started_at < $to and w.answered_at is null and w.closed_at is null, false
        ) as is_unanswered
    from cycles as c
    left join fates as f on c.cycle_id = f.cycle_id
    left join waits as w on c.cycle_id = w.cycle_id and w.last_entry_at >= $from
    where c.last_entry_at >= $from
)
select
    *,
    case
        when is_owed = is_unanswered then null
        when is_owed and not is_timed then 'outbound'
        when is_owed and not is_started then 'not_started'
        when is_owed then 'answered'
        when fate is null then 'opened_before'
        when is_sql then 'sql'
        else 'touched_before'
    end as reason
from owed
