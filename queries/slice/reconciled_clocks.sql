-- holds: Cycles, by the two ways they are counted: is_opened, came in in the window; is_started, with a wait whose clock
--   started in it. reason: why the second differs; null where both agree.
-- stands on: cycles, waits
-- sliced by: what it stands on
-- counts: cycles
-- personal: email, name
-- $from: opened, or clock started, at or after this instant
-- $to: and before this one
with counted as (
    select
        c.*,
        w.cycle_id is not null as is_timed,
        w.started_at,
        c.opened_at >= $from and c.opened_at < $to as is_opened,
        coalesce(w.started_at >= $from and w.started_at < $to, false) as is_started
    from cycles as c
    left join waits as w on c.cycle_id = w.cycle_id and w.last_entry_at >= $from
    where c.last_entry_at >= $from
)
select
    *,
    case
        when is_opened = is_started then null
        when is_opened and not is_timed then 'outbound'
        when is_opened and started_at is null then 'no_mql'
        when is_opened then 'mql_later'
        else 'came_before'
    end as reason
from counted
