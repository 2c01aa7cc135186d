-- title: Pipeline and velocity
-- question: How much is open, how much of what closed was won, how large and how fast?
-- grain: one row
-- caveat: Renewals are left out. Deals without an amount are counted apart, never as 0.
-- adds up: open_count, open_value, no_amount, won, lost, revenue, sqp_created_count, sqp_created, sqp_open
-- $from: the window starts at this instant
-- $to: and ends before this one

with dealt as (
    select
        *,
        closed_at >= $from and closed_at < $to as is_closed_here,
        created_at >= $from and created_at < $to as is_created_here,
        epoch_us(closed_at) - epoch_us(created_at) as cycle_us    -- whole numbers have a mean to the last digit
    from deals
    where not is_renewal
)

select
    count(*) filter (where status = 'open') as open_count,                                              -- deals open now
    coalesce(exact_sum(case when status = 'open' then amount end), 0) as open_value,                    -- their value
    count(*) filter (where status = 'open' and amount is null) as no_amount,                            -- of these, without an amount
    count(*) filter (where status = 'won' and is_closed_here) as won,                                   -- deals won in the window
    count(*) filter (where status = 'lost' and is_closed_here) as lost,                                 -- deals lost in the window
    exact_mean(case when status = 'won' and is_closed_here then amount end) as mean_won,                -- mean amount won
    median(amount) filter (where status = 'won' and is_closed_here) as median_won,                      -- median amount won
    coalesce(exact_sum(case when status = 'won' and is_closed_here then amount end), 0) as revenue,     -- amount won in the window
    avg(cycle_us) filter (where status = 'won' and is_closed_here) / 86400e6 as cycle_won_days,         -- mean days from creation to won
    avg(cycle_us) filter (where status != 'open' and is_closed_here) / 86400e6 as cycle_all_days,       -- mean days from creation to any close
    count(*) filter (where is_created_here) as sqp_created_count,                                       -- deals created in the window
    coalesce(exact_sum(case when is_created_here then amount end), 0) as sqp_created,                   -- their value
    coalesce(exact_sum(case when is_created_here and status = 'open' then amount end), 0) as sqp_open   -- of these, the value still open
from dealt
