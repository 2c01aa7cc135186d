-- title: Waiting now
-- question: Which enquiries has nobody answered yet, and which of them have waited longest?
-- grain: one row per open, unanswered lead, the longest wait first
-- caveat: Enquiries whose clock started in the window; together they are the bands never and waiting.
-- adds up: rows
-- $from: clocks started at or after this instant
-- $to: and before this one
-- $rows: at most so many, the longest waits
-- $as_of: the moment looked at: waiting now means then

with unanswered as (
    select
        *,
        minutes_between(started_at, $as_of) as waited_minutes
    from waits
    where
        last_entry_at >= $from and started_at >= $from and started_at < $to
        and answered_at is null and closed_at is null
)

select
    lead_id,                                -- the lead's key in the CRM
    name,                                   -- the lead
    company,                                -- company of the lead
    source,                                 -- where the lead came from
    owner,                                  -- who works it now
    cycle_number,                           -- which try, from 1
    started_at,                             -- when the wait began (UTC)
    waited_minutes,                         -- minutes waited
    waited_minutes >= 2880 as is_never      -- waiting for 48 hours or more: the band never
from unanswered
order by started_at, lead_id, cycle_id
limit $rows
