-- title: Waiting enquiries since a week before
-- question: Which enquiries began or stopped to wait for an answer since a week before, and what freed them?
-- grain: one row per lead's try that waits at either moment
-- caveat: Both moments are asked in the same way, each of the enquiries of its own window.
-- adds up: rows
-- $before_ids: the enquiries that were waiting at the moment before
-- $before_numbers: which of its tries each was in
-- $before_from: they came in at or after this instant
-- $from: clocks started at or after this instant
-- $to: and before this one
-- $as_of: the moment looked at

with waiting_before as (
    select
        unnest($before_ids::varchar[]) as lead_id,
        unnest($before_numbers::integer[]) as cycle_number
),

compared as (
    select
        w.*,
        w.started_at >= $from and w.started_at < $to and w.answered_at is null and w.closed_at is null as is_waiting,
        b.lead_id is not null as was_waiting
    from waits as w
    left join waiting_before as b on w.lead_id = b.lead_id and w.cycle_number = b.cycle_number
    where w.last_entry_at >= least($from::timestamp, $before_from::timestamp)
)

select
    lead_id,        -- the lead's key in the CRM
    name,           -- the lead
    company,        -- company of the lead
    source,         -- where the lead came from
    owner,          -- who works it now
    cycle_number,   -- which try, from 1
    started_at,     -- when the wait began (UTC)
    minutes_between(started_at, coalesce(answered_at, closed_at, $as_of)) as waited_minutes, -- minutes waited, to its end
    case when not is_waiting then 'freed' when was_waiting then 'still' else 'new' end as state, -- new, still or freed
    case
        when is_waiting then null
        when answered_at is not null then 'answered'
        when closed_at is not null then 'closed'
        else 'older'
    end as freed_by -- what freed it: answered, closed, or older than the window
from compared
where is_waiting or was_waiting
order by started_at, lead_id, cycle_number
