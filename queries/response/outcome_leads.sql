-- title: Enquiries behind an outcome
-- question: Which older enquiries waited so long, and which of them reached SQL within 90 days?
-- grain: one row per qualification cycle, the latest first
-- adds up: rows
-- $conversion_from: clocks started at or after this instant
-- $conversion_to: and before this one, so that they have had time
-- $band: only enquiries of this band (<=5m, <=1h, <=24h, <=48h, >48h, closed_unanswered, never, waiting)
-- $as_of: the moment looked at
-- $rows: at most so many

with population as (
    select
        *,
        minutes_between(started_at, answered_at) as waited_minutes,
        minutes_between(started_at, reached_sql_at) as sql_minutes,
        minutes_between(started_at, closed_at) as closed_minutes,
        minutes_between(started_at, $as_of) as watched_minutes
    from waits
    where started_at >= $conversion_from and started_at < $conversion_to
)

select
    lead_id,                                                    -- the lead's key in the CRM
    name,                                                       -- the lead
    company,                                                    -- company of the lead
    source,                                                     -- where the lead came from
    owner,                                                      -- who works it now
    started_at,                                                 -- when the wait began (UTC)
    answered_at,                                                -- when a person answered (UTC)
    waited_minutes,                                             -- minutes until then
    coalesce(sql_minutes <= 129600, false) as is_sql_in_time,   -- reached SQL within 90 days
    coalesce(exit, 'open') as exit                              -- how the cycle ended
from population
where
    is_outcome_known(watched_minutes, sql_minutes, closed_minutes, is_admin)
    and answer_band(waited_minutes, closed_at is not null, watched_minutes) = $band
order by started_at desc, lead_id, cycle_id
limit $rows
