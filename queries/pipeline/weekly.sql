-- title: Pipeline created per week
-- question: How much sales-qualified pipeline was created, and how much was won, in each week?
-- grain: one row per week, oldest first
-- adds up: created, deals, won, deals_won
-- needs: deals; There are no deals, so there is no pipeline.
-- needs for created, created_per_week, created_cv, won, won_per_day: deals.amount
-- needs for won_per_day: outcome
-- $starts: the starts of the weeks, oldest first, the last one ending at the moment looked at
-- $as_of: the moment looked at
-- $time_zone: the company's zone, whose days are counted

with spans as (
    select * from weeks($starts, $as_of)
),

created as (
    select
        s.week_number,
        exact_sum(d.amount) as created,
        count(*) as deals
    from spans as s
    inner join deals as d on d.created_at >= s.week_start and d.created_at < s.week_end
    where not d.is_renewal
    group by s.week_number
),

won as (
    select
        s.week_number,
        exact_sum(d.amount) as won,
        count(*) as deals
    from spans as s
    inner join deals as d on d.closed_at >= s.week_start and d.closed_at < s.week_end
    where not d.is_renewal and d.status = 'won'
    group by s.week_number
),

usual as (
    select list(coalesce(c.created, 0) order by s.week_number) as created
    from spans as s
    left join created as c on s.week_number = c.week_number
)

select
    s.week_number,                             -- place of the week, 0 the oldest
    s.week_start,                              -- its start (UTC)
    coalesce(c.created, 0) as created,         -- value of the deals created in it
    coalesce(c.created, 0) * 7 / local_days(s.week_start, s.week_end, $time_zone) as created_per_week,    -- the same for seven days, where the span is longer
    list_stddev_samp(u.created) / nullif(list_avg(u.created), 0) as created_cv,    -- how much that varies from week to week: deviation of all weeks over their mean
    coalesce(c.deals, 0) as deals,             -- deals created in it
    coalesce(w.won, 0) as won,                 -- value won in it
    coalesce(w.deals, 0) as deals_won,         -- deals won in it
    coalesce(w.won, 0) / local_days(s.week_start, s.week_end, $time_zone) as won_per_day    -- value won a calendar day of it
from spans as s
cross join usual as u
left join created as c on s.week_number = c.week_number
left join won as w on s.week_number = w.week_number
order by s.week_number
