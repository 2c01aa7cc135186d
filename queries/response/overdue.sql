-- title: Waiting past the response SLA
-- question: Whose enquiries wait for a first human answer for longer than the response SLA, and how many are they?
-- grain: one row per owner, the one with most of them first
-- caveat: Enquiries whose clock started in the window. A wait is as long as the limit counts it.
-- adds up: leads
-- needs: leads and clock; There are no leads, so nobody waits for an answer.
-- needs: touches; There are no touches, so nothing says when a lead was answered.
-- $response_sla_seconds: the limit, from the start of the clock; elapsed or working time, as the settings say

with late as (
    select
        coalesce(owner, '(none)') as owner,
        watched_minutes
    from timed_waits
    where answered_at is null and closed_at is null and watched_minutes >= $response_sla_seconds / 60
)

select
    owner,                                      -- who works them now
    count(*) as leads,                          -- enquiries that wait and whose limit has passed
    max(watched_minutes) as longest_minutes,    -- the longest wait among them, as the limit counts it
    sum(count(*)) over ()::bigint as of_all,    -- enquiries of all owners
    count(*) over () as owners                  -- owners with such a lead
from late
group by owner
order by leads desc, longest_minutes desc, owner
