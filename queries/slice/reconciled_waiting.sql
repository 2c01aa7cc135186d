-- holds: Cycles, by the ways it is judged that nobody has answered: is_owed, of the cohort and untouched or waiting;
--   is_untouched, of these the untouched; is_unanswered, open, with a wait whose clock started in the window and no
--   answer; is_late, of these those past the response SLA. reason: why is_unanswered differs from is_owed; late_reason,
--   is_late from is_unanswered; untouched_reason, is_late from is_untouched; null where both agree.
-- stands on: cycles, fates, waits, timed_waits
-- sliced by: what it stands on
-- counts: cycles
-- personal: email, name
-- $from: opened, or clock started, at or after this instant
-- $response_sla_seconds: the limit, from the start of the clock; elapsed or working time, as the settings say
with owed as (
    select
        c.*,
        f.fate,
        f.is_sql,
        w.cycle_id is not null as is_timed,
        w.started_at,
        w.answered_at,
        coalesce(f.fate in ('untouched', 'waiting'), false) as is_owed,
        coalesce(f.fate = 'untouched', false) as is_untouched,
        t.cycle_id is not null as is_started,
        t.cycle_id is not null and t.answered_at is null and t.closed_at is null as is_unanswered,
        coalesce(
            t.answered_at is null and t.closed_at is null and t.watched_minutes >= $response_sla_seconds / 60, false
        ) as is_late
    from cycles as c
    left join fates as f on c.cycle_id = f.cycle_id
    left join waits as w on c.cycle_id = w.cycle_id and w.last_entry_at >= $from
    left join timed_waits as t on c.cycle_id = t.cycle_id
    where c.last_entry_at >= $from
),
explained as (
    select
        *,
        case
            when is_owed and not is_timed then 'outbound'
            when is_owed and not is_started then 'not_started'
            when is_owed then 'answered'
            when fate is null then 'opened_before'
            when is_sql then 'sql'
            else 'touched_before'
        end as why
    from owed
)
select
    * exclude (why),
    case when is_owed != is_unanswered then why end as reason,
    case when is_late != is_unanswered then 'in_time' end as late_reason,
    case when is_late = is_untouched then null when is_owed and is_unanswered then 'in_time' else why end as untouched_reason
from explained
