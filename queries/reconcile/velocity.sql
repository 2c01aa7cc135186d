-- title: Won per day and velocity, reconciled
-- question: What does the velocity of the open pipeline count that was not really won per day?
-- grain: one row for what was won, for each reason and for the velocity
-- caveat: Each open deal is worth the win rate times the mean won, over the days to a close; the rows between the two sum to
--   their difference. None where no deal with an amount was won, or none is known to take any time.
-- adds up: no; each part has a worth of an open deal of its own
-- needs: deals.amount
-- $from: the window starts at this instant
-- $to: and ends before this one
-- $calendar_days: days of the window

with closed as (
    select
        count(*) as deals,
        count(*) filter (where status = 'won') as won,
        count(*) filter (where status = 'won' and amount is null) as no_amount,
        coalesce(exact_sum(case when status = 'won' then amount end), 0) as revenue,
        exact_mean(case when status = 'won' then amount end) as mean_won,
        avg(epoch_us(closed_at) - epoch_us(created_at)) / 86400e6 as cycle_days
    from deals
    where not is_renewal and closed_at >= $from and closed_at < $to
),

open_now as (
    select
        count(*) as deals,
        count(*) filter (where is_stalled) as stalled
    from open_deals
),

worth as (
    select
        c.*,
        o.deals as open_deals,
        o.stalled,
        c.won / nullif(c.deals, 0)::double as win_rate,
        c.won / nullif(c.deals, 0)::double * c.mean_won as of_a_deal
    from closed as c
    cross join open_now as o
),

listed as (
    select 0 as place, 'first' as reason, won as records, revenue / $calendar_days::double as per_day from worth
    union all
    select 1, 'no_amount', no_amount, no_amount * mean_won / $calendar_days::double from worth where no_amount > 0
    union all
    select 2, 'stalled', stalled, stalled * of_a_deal / nullif(cycle_days, 0) from worth where stalled > 0
    union all
    select
        3, 'pace', open_deals - stalled + deals,
        (open_deals - stalled) * of_a_deal / nullif(cycle_days, 0) - deals * of_a_deal / $calendar_days::double
    from worth
    union all
    select 4, 'second', open_deals, open_deals * win_rate * mean_won / nullif(cycle_days, 0) from worth
)

select
    reason,      -- first (won per day), what the velocity counts besides, or second (velocity)
    records,     -- deals it holds
    per_day      -- what it adds, money per day; of first and second, all of it
from listed
where (select mean_won is not null and cycle_days > 0 from worth)
order by place
