-- title: Given up after one try, by owner
-- question: Who gives up on enquiries after one try?
-- grain: one row per owner of enquiries that were tried or left alone for 14 days
-- caveat: Only enquiries of which it can be known. Owners get different enquiries; each interval is 95 % by itself.
-- adds up: known, gave_up

with known as (
    select
        coalesce(w.owner, '(none)') as part,
        t.gave_up
    from tries as t
    inner join timed_waits as w on t.cycle_id = w.cycle_id
    where t.is_known
),

counted as (
    select
        part,
        count(*) as known,
        count(*) filter (where gave_up) as gave_up
    from known
    group by part
),

beside as (
    select
        *,
        sum(gave_up) over () - gave_up as others_gave_up,
        sum(known) over () - known as others_known
    from counted
)

select
    part,                                                                       -- owner of the enquiries
    known,                                                                      -- enquiries out of contact of which it can be known
    gave_up,                                                                    -- of these, given up after one try
    others_known,                                                               -- enquiries of all other owners of which it can be known
    gave_up / nullif(known, 0)::double as rate,                                 -- share of them
    wilson_low(gave_up, known) as low,                                          -- lower end of its 95 % interval
    wilson_high(gave_up, known) as high,                                        -- upper end
    others_gave_up / nullif(others_known, 0)::double as others_rate,            -- the same of all other owners
    newcombe_low(gave_up, known, others_gave_up, others_known) as gap_low,      -- the difference: lower end of its 95 % interval
    newcombe_high(gave_up, known, others_gave_up, others_known) as gap_high     -- upper end
from beside
order by part
