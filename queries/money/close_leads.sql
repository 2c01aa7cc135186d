-- title: Leads behind lead to close
-- question: Which leads had their full time, and which of them were won in it?
-- grain: one row per qualification cycle, the won first
-- adds up: rows
-- $lead_from: cycles opened at or after this instant
-- $lead_to: and before this one
-- $close_seconds: time a lead is given to be won
-- $has_come_back: true keeps only leads that had been here before, false only the others, null both
-- $rows: at most so many

with judged as (
    select
        *,
        won_at is not null and won_at <= opened_at + to_seconds($close_seconds) as is_won,
        is_admin and closed_at <= opened_at + to_seconds($close_seconds) as is_out
    from cycles
    where
        opened_at >= $lead_from and opened_at < $lead_to
        and ($has_come_back::boolean is null or (cycle_number > 1) = $has_come_back::boolean)
)

select
    lead_id,                              -- key in the CRM
    name,                                 -- the lead
    company,                              -- their company
    source,                               -- where the lead came from
    owner,                                -- who works it now
    cycle_number,                         -- 1 for the lead's first time, 2 and on when it came back
    opened_at,                            -- when the cycle opened (UTC)
    is_won,                               -- won in time
    won_at,                               -- when it was won (UTC)
    coalesce(exit, 'open') as exit        -- how the cycle ended
from judged
where not is_out
order by is_won desc, opened_at desc, lead_id, cycle_id
limit $rows
