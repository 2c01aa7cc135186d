-- title: Why velocity changed
-- question: How much of the change in velocity comes from the number of deals, the win rate, their size, their cycle?
-- grain: one row
-- caveat: The four parts sum to the change exactly (log-mean split); they are null when a factor is missing.
-- needs: deals.amount
-- needs for previous, current, change, relative, count, win_rate, size, cycle: outcome
-- $counts: open deals, before and now
-- $win_rates: win rate, before and now
-- $sizes: mean amount won, before and now
-- $cycles: mean days to any close, before and now

with factors as (
    select
        $counts::double[] as counts,
        $win_rates::double[] as win_rates,
        $sizes::double[] as sizes,
        $cycles::double[] as cycles
),

totals as (
    select
        *,
        counts[1] * win_rates[1] * sizes[1] / nullif(cycles[1], 0) as previous,
        counts[2] * win_rates[2] * sizes[2] / nullif(cycles[2], 0) as current
    from factors
)

select
    previous,                                                                        -- velocity before, money per day
    current,                                                                         -- velocity now
    current - previous as change,                                                    -- the difference
    change / nullif(previous, 0) as relative,                                        -- the same as a share of the velocity before
    log_mean_part(previous, current, counts[1], counts[2]) as count,                 -- part of the number of open deals
    log_mean_part(previous, current, win_rates[1], win_rates[2]) as win_rate,        -- part of the win rate
    log_mean_part(previous, current, sizes[1], sizes[2]) as size,                    -- part of the mean amount won
    log_mean_part(previous, current, cycles[2], cycles[1]) as cycle                  -- part of the length of the cycle
from totals
