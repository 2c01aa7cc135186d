-- title: Won per day of the last weeks and of the window, reconciled
-- question: How does what was won per day in the last weeks become that of the whole window?
-- grain: one row for the last weeks, one for those before and one for the window; none where nothing was won before them
-- caveat: What was won by the calendar days of each span: the row between says by how much the days before change it.
-- adds up: no; each span has days of its own
-- needs: deals; There are no deals, so there is no pipeline.
-- needs: deals.amount
-- needs: outcome
-- $from: the window starts at this instant
-- $to: and ends before this one
-- $weeks_from: the last weeks of it start at this instant
-- $time_zone: the company's zone, whose days are counted

with won as (
    select
        closed_at >= $weeks_from as is_last,
        amount
    from deals
    where not is_renewal and status = 'won' and closed_at >= $from and closed_at < $to
),

spans as (
    select
        count(*) as deals,
        count(*) filter (where is_last) as last_deals,
        coalesce(exact_sum(amount), 0) / local_days($from::timestamp, $to::timestamp, $time_zone) as per_day,
        coalesce(exact_sum(case when is_last then amount end), 0)
        / local_days($weeks_from::timestamp, $to::timestamp, $time_zone) as last_per_day
    from won
    where $weeks_from::timestamp > $from::timestamp and $weeks_from::timestamp < $to::timestamp
    having count(*) filter (where not is_last) > 0
),

listed as (
    select 0 as place, 'first' as reason, last_deals as records, last_per_day as per_day from spans
    union all
    select 1, 'weeks_before', deals - last_deals, per_day - last_per_day from spans
    union all
    select 2, 'second', deals, per_day from spans
)

select
    reason,      -- first (the last weeks), weeks_before, or second (the whole window)
    records,     -- deals won in it
    per_day      -- what it adds, money per day; of first and second, all of it
from listed
order by place
