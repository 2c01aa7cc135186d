-- title: Who owes what
-- question: Who has enquiries that wait for an answer and deals that have stalled, and how many are past their limit?
-- grain: one row per owner of either, the one with most past the response SLA first
-- caveat: Enquiries whose clock started in the window. A wait is past the limit as the response SLA counts it.
-- adds up: waiting, late, stalled, value
-- needs: leads or deals; There are no leads and no deals, so nobody owes anything.
-- $response_sla_seconds: the limit, from the start of the clock; elapsed or working time, as the settings say
-- $as_of: the moment looked at

with waiting as (
    select
        coalesce(owner, '(none)') as owner,
        count(*) as waiting,
        count(*) filter (where watched_minutes >= $response_sla_seconds / 60) as late,
        max(minutes_between(started_at, $as_of)) as longest_minutes
    from timed_waits
    where answered_at is null and closed_at is null
    group by owner
),

held as (
    select
        coalesce(owner, '(none)') as owner,
        count(*) as stalled,
        exact_sum(amount) as value
    from open_deals
    where is_stalled
    group by owner
)

select
    coalesce(w.owner, h.owner) as owner,    -- who works them now; (none) of what nobody owns
    coalesce(w.waiting, 0) as waiting,      -- enquiries nobody has answered yet
    coalesce(w.late, 0) as late,            -- of these, past the response SLA
    coalesce(sum(w.late) over (), 0)::bigint as late_of_all, -- enquiries past it of all owners
    w.longest_minutes,                      -- the longest of these waits
    coalesce(h.stalled, 0) as stalled,      -- deals that have stalled
    h.value                                 -- what those are worth together, null where none has an amount
from waiting as w
full outer join held as h on w.owner = h.owner
order by late desc, stalled desc, waiting desc, owner
