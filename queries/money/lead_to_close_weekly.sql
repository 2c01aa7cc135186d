-- title: Lead to close per week
-- question: Of the leads of each week, 90 days and more ago, what share was won within 90 days?
-- grain: one row per week with such leads
-- adds up: n
-- needs: leads; There are no leads.
-- needs for rate: stage Won
-- $starts: the starts of the weeks, oldest first, the last one ending at the moment looked at
-- $as_of: the moment looked at
-- $close_seconds: time a lead is given to be won

with spans as (
    select
        week_number,
        week_start - to_seconds($close_seconds) as opens_from,
        week_end - to_seconds($close_seconds) as opens_to
    from weeks($starts, $as_of)
),

judged as (
    select
        s.week_number,
        c.won_at is not null and c.won_at <= c.opened_at + to_seconds($close_seconds) as is_won,
        c.is_admin and c.closed_at <= c.opened_at + to_seconds($close_seconds) as is_out
    from cycles as c
    inner join spans as s on c.opened_at >= s.opens_from and c.opened_at < s.opens_to
    where c.opened_at >= list_min($starts::timestamp[]) - to_seconds($close_seconds)
)

select
    week_number,                                                             -- place of the week, 0 the oldest
    count(*) as n,                                                           -- cycles that had their time
    count(*) filter (where is_won) / nullif(count(*), 0)::double as rate     -- share won in time
from judged
where not is_out
group by week_number
order by week_number
