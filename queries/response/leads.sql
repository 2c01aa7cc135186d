-- title: Enquiries behind an answer time
-- question: Which enquiries are these, and how long did each wait for a human answer?
-- grain: one row per qualification cycle, the latest first
-- adds up: rows
-- $band: only enquiries of this band (<=5m, <=1h, <=24h, <=48h, >48h, closed_unanswered, never, waiting), or null
-- $missed_minutes: only enquiries not answered within so many minutes, of those whose limit has passed, or null
-- $weekday: only enquiries that came in on this local weekday, 1 = Monday, or null
-- $hour: only enquiries that came in at this local hour, or null
-- $time_zone: the company's time zone
-- $as_of: the moment looked at
-- $rows: at most so many

with waited as (
    select
        * replace (
            minutes_between(started_at, answered_at) as waited_minutes,
            minutes_between(started_at, $as_of) as watched_minutes,
            case when is_admin and answered_at is null then minutes_between(started_at, closed_at) end as censored_minutes
        ),
        timezone($time_zone, timezone('UTC', started_at)) as local_start
    from timed_waits
),

banded as (
    select
        *,
        answer_band(waited_minutes, closed_at is not null, watched_minutes) as band
    from waited
)

select
    lead_id,                                -- the lead's key in the CRM
    name,                                   -- the lead
    company,                                -- company of the lead
    source,                                 -- where the lead came from
    owner,                                  -- who works it now
    started_at,                             -- when the wait began (UTC)
    answered_at,                            -- when a person answered (UTC)
    waited_minutes,                         -- minutes until then
    coalesce(exit, 'open') as exit,         -- how the cycle ended
    closed_at                               -- when it ended (UTC)
from banded
where
    ($band::varchar is null or band = $band::varchar)
    and ($weekday::integer is null or isodow(local_start) = $weekday::integer)
    and ($hour::integer is null or hour(local_start) = $hour::integer)
    and (
        $missed_minutes::double is null
        or (
            least(watched_minutes, censored_minutes) >= $missed_minutes::double
            and coalesce(waited_minutes > $missed_minutes::double, true)
        )
    )
order by started_at desc, lead_id, cycle_id
limit $rows
