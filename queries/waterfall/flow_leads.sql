-- title: Leads of a week's flow
-- question: Which leads, whenever they came in, reached the stage in this span?
-- grain: one row per qualification cycle, latest first
-- adds up: rows
-- $step: place of the stage, from 1
-- $reached_from: reached at or after this instant
-- $reached_to: and before this one
-- $rows: at most so many

with entries as (
    select
        cycle_id,
        reached_at
    from stage_entries
    where
        stage_number = $step and last_entry_at >= $reached_from
        and reached_at >= $reached_from and reached_at < $reached_to
)

select
    w.lead_id,                               -- key in the CRM
    w.name,                                  -- the lead
    w.company,                               -- their company
    w.source,                                -- where the lead came from
    w.owner,                                 -- who works it now
    w.opened_at,                             -- when the cycle opened (UTC)
    e.reached_at,                            -- when the stage was reached (UTC)
    coalesce(w.exit, 'open') as exit,        -- how the cycle ended
    w.closed_at                              -- when it ended (UTC)
from entries as e
inner join waterfall_cycles as w on e.cycle_id = w.cycle_id
where w.last_entry_at >= $reached_from
order by e.reached_at desc, w.lead_id, w.cycle_id
limit $rows
