-- title: Leads behind a conversion
-- question: Which leads had their full time to reach the next stage, and which of them did?
-- grain: one row per qualification cycle, latest first
-- adds up: rows
-- $step: place of the stage converted from, from 1
-- $source: only leads of this source ('(none)' for those without one), or null
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $horizon_seconds: time a cycle is given to reach the next stage
-- $as_of: the moment looked at
-- $rows: at most so many

with entries as (
    select
        *,
        reached_at + to_seconds($horizon_seconds) as due_at
    from stage_entries
    where
        stage_number = $step and reached_at is not null
        and opened_at >= $conversion_from and opened_at < $conversion_to
        and ($source::varchar is null or coalesce(source, '(none)') = $source::varchar)
),

mature as (
    select
        cycle_id,
        reached_at,
        next_reached_at,
        coalesce(next_reached_at <= due_at, false) as is_converted
    from entries
    where had_full_time(due_at, $as_of, is_admin, closed_at, next_reached_at)
)

select
    w.lead_id,                               -- key in the CRM
    w.name,                                  -- the lead
    w.company,                               -- their company
    w.source,                                -- where the lead came from
    w.owner,                                 -- who works it now
    m.reached_at,                            -- when the stage was reached (UTC)
    m.next_reached_at,                       -- when the next stage was reached (UTC)
    m.is_converted,                          -- within the horizon
    coalesce(w.exit, 'open') as exit,        -- how the cycle ended
    w.closed_at,                             -- when it ended (UTC)
    w.exit_reason                            -- why, as the CRM spells it
from mature as m
inner join waterfall_cycles as w on m.cycle_id = w.cycle_id
order by m.reached_at desc, w.lead_id, w.cycle_id
limit $rows
