-- title: Enquiries without an answer at the end of their week
-- question: How many enquiries of each week still waited for a first human answer when the week ended?
-- grain: one row per week, oldest first
-- caveat: Each enquiry counts in the week its clock started in, so no two weeks share one; what waits longer counts there alone.
-- adds up: n, waiting
-- needs: clock and touches and leads; There are no touches, so nobody knows when a lead was answered.
-- $week_starts: the starts of the weeks counted, oldest first, the review week last
-- $as_of: the moment looked at, where the last week ends

with spans as (
    select * from weeks($week_starts, $as_of)
),

counted as (
    select
        s.week_number,
        count(*) as n,
        count(*) filter (
            where (w.answered_at is null or w.answered_at >= s.week_end)
            and (w.closed_at is null or w.closed_at >= s.week_end)
        ) as waiting
    from waits as w
    inner join spans as s on w.started_at >= s.week_start and w.started_at < s.week_end
    where
        w.last_entry_at >= list_min($week_starts::timestamp[])
        and w.started_at >= list_min($week_starts::timestamp[])
    group by s.week_number
)

select
    s.week_number,                         -- place of the week, 0 the oldest
    s.week_start,                          -- its first instant (UTC)
    coalesce(c.n, 0) as n,                 -- clocks started in it
    coalesce(c.waiting, 0) as waiting      -- of these, open and unanswered when it ended
from spans as s
left join counted as c on s.week_number = c.week_number
order by s.week_number
