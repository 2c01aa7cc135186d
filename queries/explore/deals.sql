-- title: Deals by anything
-- question: How many deals were created or closed, what are they worth, and how many were won?
-- grain: one row per part, second part and period
-- caveat: Renewals are left out. Deals without an amount are counted apart, never as 0.
-- adds up: records, valued, value, won, lost, won_valued, revenue
-- $dimension: column to split by, or none
-- $second: column to split by within it, or none
-- $grain: week, month or quarter of the local clock; null for the whole window
-- $time_zone: the company's time zone
-- $way: created, for deals created in the window; closed, for deals won or lost in it
-- $since: the window begins at this instant
-- $until: and ends before this one

with counting as (
    select *, case when $way = 'closed' then closed_at else created_at end as counted_at
    from deals
),

chosen as (
    select
        amount,
        status,
        case when status = 'won' then amount end as won_amount,
        epoch_us(closed_at) - epoch_us(created_at) as cycle_us,    -- whole numbers have a mean to the last digit
        part_of($dimension, source, campaign, segment, region, country, industry, owner, icp_tier) as part,
        part_of($second, source, campaign, segment, region, country, industry, owner, icp_tier) as second,
        period_of($grain, counted_at, $time_zone) as period
    from counting
    where counted_at >= $since and counted_at < $until and not is_renewal
),

counted as (
    select
        part,
        second,
        period,
        count(*) as records,
        count(amount) as valued,
        exact_sum(amount) as value,
        count(*) filter (where status = 'won') as won,
        count(*) filter (where status = 'lost') as lost,
        count(won_amount) as won_valued,
        exact_sum(won_amount) as revenue,
        exact_mean(won_amount) as mean_won,
        avg(cycle_us) filter (where status = 'won') / 86400e6 as cycle_won_days
    from chosen
    group by part, second, period
)

select
    part,                                               -- value of the first column
    second,                                             -- value of the second column
    period,                                             -- first day of the week, month or quarter
    records,                                            -- deals created or closed, renewals left out
    valued,                                             -- of these, with a known amount
    value,                                              -- value of those, in the company currency
    won,                                                -- of these, won by now
    lost,                                               -- of these, lost by now
    won_valued,                                         -- of the won, with a known amount
    revenue,                                            -- amount won
    mean_won,                                           -- mean amount won
    cycle_won_days,                                     -- mean days from creation to won
    won / nullif(won + lost, 0)::double as rate,        -- won, of those that closed
    wilson_low(won, won + lost) as low,                 -- lower end of its 95 % interval
    wilson_high(won, won + lost) as high                -- upper end
from counted
order by period, records desc, part, second
