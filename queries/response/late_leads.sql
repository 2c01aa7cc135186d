-- title: Enquiries that missed the response SLA
-- question: Which enquiries had no human answer within the response SLA, and how long did each wait?
-- grain: one row per qualification cycle, the latest first
-- caveat: Only enquiries whose limit has passed; one closed unanswered by sales is among them.
-- adds up: rows
-- $response_sla_seconds: the limit, from the start of the clock; elapsed or working time, as the settings say
-- $rows: at most so many

with population as (
    select
        *,
        $response_sla_seconds / 60 as limit_minutes
    from timed_waits
)

select
    lead_id,                                -- the lead's key in the CRM
    name,                                   -- the lead
    company,                                -- company of the lead
    source,                                 -- where the lead came from
    owner,                                  -- who works it now
    started_at,                             -- when the wait began (UTC)
    answered_at,                            -- when a person answered (UTC)
    waited_minutes,                         -- minutes until then, as the limit counts them
    coalesce(exit, 'open') as exit,         -- how the cycle ended
    closed_at                               -- when it ended (UTC)
from population
where
    limit_minutes <= least(watched_minutes, censored_minutes)
    and coalesce(waited_minutes > limit_minutes, true)
order by started_at desc, lead_id, cycle_id
limit $rows
