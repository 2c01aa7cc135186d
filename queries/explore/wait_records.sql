-- title: Leads behind a wait
-- question: Which leads are these, and how long did each wait for a human answer?
-- grain: one row per qualification cycle, latest first
-- adds up: rows
-- $dimension: column to split by, or none
-- $second: column to split by within it, or none
-- $grain: week, month or quarter of the local clock; null for the whole window
-- $part: only this value of the first column; null with none
-- $second_part: only this value of the second column; null with none
-- $period: only the period that begins on this day; null for the whole window
-- $time_zone: the company's time zone
-- $limit_minutes: the limit, from the start of the clock
-- $is_due: true keeps only those whose limit has passed
-- $since: the window holds clocks started at or after this instant
-- $until: and before this one
-- $as_of: the moment looked at
-- $rows: at most so many

with chosen as (
    select
        *,
        minutes_between(started_at, answered_at) as waited_minutes,
        least(
            minutes_between(started_at, $as_of),
            case when is_admin and answered_at is null then minutes_between(started_at, closed_at) end
        ) as watched_minutes
    from waits
    where
        started_at >= $since and started_at < $until
        and part_of($dimension, source, campaign, segment, region, country, industry, owner, icp_tier)
        is not distinct from $part::varchar
        and part_of($second, source, campaign, segment, region, country, industry, owner, icp_tier)
        is not distinct from $second_part::varchar
        and period_of($grain, started_at, $time_zone) is not distinct from $period::date
)

select
    lead_id,                                                            -- key in the CRM
    name,                                                               -- the lead
    company,                                                            -- their company
    source,                                                             -- where the lead came from
    region,                                                             -- region of the lead
    owner,                                                              -- who works it now
    started_at,                                                         -- when the wait began (UTC)
    answered_at,                                                        -- when a person answered (UTC)
    waited_minutes,                                                     -- minutes until then
    coalesce(waited_minutes <= $limit_minutes, false) as is_in_time,    -- answered within the limit
    coalesce(exit, 'open') as exit,                                     -- how the cycle ended
    closed_at                                                           -- when it ended (UTC)
from chosen
where not $is_due::boolean or $limit_minutes <= watched_minutes
order by started_at desc, lead_id, cycle_id
limit $rows
