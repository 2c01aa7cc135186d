-- title: Hand-off
-- question: What did sales make of the leads marketing qualified, and how soon did it say so?
-- grain: one row
-- caveat: The undecided are in no rate but coverage; look at that first.
-- adds up: mql, accepted, rejected, undecided, due, in_time, accepted_unworked
-- needs: leads; There are no leads, so there is nothing to disagree on.
-- needs: stage MQL
-- needs for accepted_unworked: touches; There are no touches, so nothing says whether an accepted lead was worked.
-- $from: MQLs seen at or after this instant
-- $to: and before this one
-- $acceptance_sla_seconds: time sales has to accept or reject, from the MQL
-- $sla_clock: whether that time is elapsed or working time of the owner's calendar
-- $time_zone: the company's calendar, for owners without one of their own
-- $as_of: the moment looked at

with handed as materialized (
    select
        h.cycle_id,
        h.verdict,
        h.is_unworked,
        h.observed_mql_at,
        h.decided_at,
        coalesce(r.time_zone, $time_zone) as calendar
    from handoffs as h
    left join reps as r on h.owner = r.rep
    where h.observed_mql_at >= $from and h.observed_mql_at < $to
),

intervals as (
    select
        cycle_id,
        calendar,
        observed_mql_at as start_at,
        unnest([$as_of::timestamp, decided_at]) as end_at,
        unnest(['watched', 'decided']) as span
    from handed
),

clocks as (
    select
        cycle_id,
        max(clock_minutes) filter (where span = 'watched') as watched_minutes,
        max(clock_minutes) filter (where span = 'decided') as decided_minutes
    from clock_minutes('intervals', 'business_days', $sla_clock)
    group by cycle_id
),

counted as (
    select
        count(*) as mql,
        count(*) filter (where h.verdict = 'accepted') as accepted,
        count(*) filter (where h.verdict = 'rejected') as rejected,
        count(*) filter (where h.verdict = 'undecided') as undecided,
        count(*) filter (where h.is_unworked) as accepted_unworked,
        count(*) filter (where c.watched_minutes >= $acceptance_sla_seconds / 60) as due,
        count(*) filter (
            where c.watched_minutes >= $acceptance_sla_seconds / 60 and c.decided_minutes <= $acceptance_sla_seconds / 60
        ) as in_time
    from handed as h
    inner join clocks as c on h.cycle_id = c.cycle_id
)

select
    mql,                                                                      -- cycles seen as MQL
    accepted,                                                                 -- reached SAL
    rejected,                                                                 -- rejected or disqualified before any SAL
    undecided,                                                                -- neither yet
    accepted + rejected as decided,                                           -- accepted or rejected
    accepted / nullif(accepted + rejected, 0)::double as acceptance_rate,     -- accepted of the decided
    wilson_low(accepted, accepted + rejected) as low,                         -- lower end of its 95 % interval
    wilson_high(accepted, accepted + rejected) as high,                       -- upper end
    due,                                                                      -- those whose limit has passed
    in_time,                                                                  -- of these, decided within it
    in_time / nullif(due, 0)::double as coverage,                             -- share of them
    accepted_unworked                                                         -- accepted, then 48 hours without a try
from counted
