-- holds: Entries in the stages of the waterfall, of cycles that opened in the conversion window or in the one before, that
--   have had a full horizon: is_current, in this window; is_converted, with the next stage reached within the horizon.
-- stands on: stage_entries
-- sliced by: what it stands on
-- counts: cycles
-- personal: nothing
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $previous_conversion_from: the window before starts here
-- $previous_conversion_to: and ends here
-- $horizon_seconds: time a cycle is given to reach the next stage
-- $as_of: the moment looked at
with entries as (
    select
        *,
        opened_at >= $conversion_from as is_current,
        reached_at + to_seconds($horizon_seconds) as due_at
    from stage_entries
    where
        reached_at is not null
        -- whole blocks outside both are never read
        and opened_at >= $previous_conversion_from and opened_at < $conversion_to
        and (
            (opened_at >= $conversion_from and opened_at < $conversion_to)
            or (opened_at >= $previous_conversion_from and opened_at < $previous_conversion_to)
        )
)
select
    *,
    coalesce(next_reached_at <= due_at, false) as is_converted
from entries
where had_full_time(due_at, $as_of, is_admin, closed_at, next_reached_at)
