-- title: Pipeline and velocity
-- question: How much is open, how much of what closed was won, how large and how fast?
-- grain: one row
-- caveat: Renewals are left out. Deals without an amount are counted apart, never as 0.
-- adds up: open_count, open_value, no_amount, won, lost, closed, revenue, sqp_created_count, sqp_created, sqp_open
-- needs: deals; There are no deals, so there is no pipeline.
-- needs for open_value, mean_won, median_won, revenue, sqp_created, sqp_open, velocity_textbook, velocity: deals.amount
-- needs for velocity_realised, realised_gap: deals.amount
-- needs for won, lost, closed, mean_won, median_won, revenue, cycle_won_days, cycle_all_days: outcome
-- needs for win_rate, velocity_textbook, velocity, velocity_realised, closed_per_day, due_per_day: outcome
-- needs for realised_gap: outcome
-- $from: the window starts at this instant
-- $to: and ends before this one
-- $time_zone: the company's zone, whose days are counted

with dealt as (
    select
        *,
        closed_at >= $from and closed_at < $to as is_closed_here,
        created_at >= $from and created_at < $to as is_created_here,
        epoch_us(closed_at) - epoch_us(created_at) as cycle_us    -- whole numbers have a mean to the last digit
    from deals
    where not is_renewal
),

counted as (
    select
        count(*) filter (where status = 'open') as open_count,
        coalesce(exact_sum(case when status = 'open' then amount end), 0) as open_value,
        count(*) filter (where status = 'open' and amount is null) as no_amount,
        count(*) filter (where status = 'won' and is_closed_here) as won,
        count(*) filter (where status = 'lost' and is_closed_here) as lost,
        exact_mean(case when status = 'won' and is_closed_here then amount end) as mean_won,
        median(amount) filter (where status = 'won' and is_closed_here) as median_won,
        coalesce(exact_sum(case when status = 'won' and is_closed_here then amount end), 0) as revenue,
        avg(cycle_us) filter (where status = 'won' and is_closed_here) / 86400e6 as cycle_won_days,
        avg(cycle_us) filter (where status != 'open' and is_closed_here) / 86400e6 as cycle_all_days,
        count(*) filter (where is_created_here) as sqp_created_count,
        coalesce(exact_sum(case when is_created_here then amount end), 0) as sqp_created,
        coalesce(exact_sum(case when is_created_here and status = 'open' then amount end), 0) as sqp_open
    from dealt
)

select
    open_count,                                                                           -- deals open now
    open_value,                                                                           -- their value
    no_amount,                                                                            -- of these, without an amount
    won,                                                                                  -- deals won in the window
    lost,                                                                                 -- deals lost in the window
    won + lost as closed,                                                                 -- deals that closed in the window
    mean_won,                                                                             -- mean amount won
    median_won,                                                                           -- median amount won
    revenue,                                                                              -- amount won in the window
    cycle_won_days,                                                                       -- mean days from creation to won
    cycle_all_days,                                                                       -- mean days from creation to any close
    sqp_created_count,                                                                    -- deals created in the window
    sqp_created,                                                                          -- their value
    sqp_open,                                                                             -- of these, the value still open
    won / nullif(won + lost, 0)::double as win_rate,                                      -- won, of those that closed in the window
    open_count * win_rate * mean_won / nullif(cycle_won_days, 0) as velocity_textbook,    -- money per day: open deals × win rate × mean won ÷ days to won
    open_count * win_rate * mean_won / nullif(cycle_all_days, 0) as velocity,             -- the same by the days to any close
    revenue / local_days($from::timestamp, $to::timestamp, $time_zone) as velocity_realised,    -- money per day: amount won by calendar days
    velocity_realised / nullif(velocity, 0) - 1 as realised_gap,                          -- how much more of it was won than the velocity says, as a share
    (won + lost) / local_days($from::timestamp, $to::timestamp, $time_zone) as closed_per_day,    -- deals that closed a calendar day
    open_count / nullif(cycle_all_days, 0) as due_per_day                                 -- deals a day the open ones would close at, by the days to any close
from counted
