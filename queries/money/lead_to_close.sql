-- title: Lead to close
-- question: Of the leads that came in, what share was won within 90 days?
-- grain: one row
-- adds up: n, won
-- needs: leads; There are no leads.
-- needs for won, rate, low, high, per_1000: stage Won
-- $lead_from: cycles opened at or after this instant
-- $lead_to: and before this one, 90 days before the moment looked at
-- $close_seconds: time a lead is given to be won

with judged as (
    select
        won_at is not null and won_at <= opened_at + to_seconds($close_seconds) as is_won,
        is_admin and closed_at <= opened_at + to_seconds($close_seconds) as is_out
    from cycles
    where opened_at >= $lead_from and opened_at < $lead_to
),

counted as (
    select
        count(*) as n,
        count(*) filter (where is_won) as won
    from judged
    where not is_out
)

select
    n,                                             -- leads with their full time
    won,                                           -- of these, won in time
    won / nullif(n, 0)::double as rate,            -- share won
    wilson_low(won, n) as low,                     -- lower end of its 95 % interval
    wilson_high(won, n) as high,                   -- upper end
    1000 * won / nullif(n, 0)::double as per_1000  -- won of a thousand leads
from counted
