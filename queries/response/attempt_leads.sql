-- title: Enquiries by tries
-- question: Which enquiries that nobody got in contact with were tried so often, and which were given up after one try?
-- grain: one row per qualification cycle, the latest first
-- adds up: rows
-- $least: only enquiries tried at least so often in the first 14 days
-- $most: and at most so often, or null
-- $only_known: true keeps only those of which it can be known whether they were given up
-- $rows: at most so many

with judged as (
    select *
    from tries
    where
        is_judged and attempts >= $least and ($most::integer is null or attempts <= $most::integer)
        and (is_known or not $only_known::boolean)
)

select
    w.lead_id,                                      -- the lead's key in the CRM
    w.name,                                         -- the lead
    w.company,                                      -- company of the lead
    w.source,                                       -- where the lead came from
    w.owner,                                        -- who works it now
    w.started_at,                                   -- when the wait began (UTC)
    j.attempts,                                     -- human tries in the first 14 days
    j.first_at as first_try_at,                     -- the first of them (UTC)
    j.later_at as next_try_at,                      -- the first after those days (UTC)
    j.is_known and j.gave_up as is_given_up,        -- one try, and none in the 14 days after it
    coalesce(w.exit, 'open') as exit                -- how the cycle ended
from judged as j
inner join timed_waits as w on j.cycle_id = w.cycle_id
order by w.started_at desc, w.lead_id, w.cycle_id
limit $rows
