-- title: Lead to close, first time and come back
-- question: Are leads that came back won more often than those that came in for the first time?
-- grain: one row for each of the two with leads
-- caveat: An association: whoever comes back has been chosen by others and by time.
-- adds up: n, won
-- $lead_from: cycles opened at or after this instant
-- $lead_to: and before this one, 90 days before the moment looked at
-- $close_seconds: time a lead is given to be won

with judged as (
    select
        cycle_number > 1 as has_come_back,
        won_at is not null and won_at <= opened_at + to_seconds($close_seconds) as is_won,
        is_admin and closed_at <= opened_at + to_seconds($close_seconds) as is_out
    from cycles
    where opened_at >= $lead_from and opened_at < $lead_to
),

counted as (
    select
        has_come_back,
        count(*) as n,
        count(*) filter (where is_won) as won
    from judged
    where not is_out
    group by has_come_back
)

select
    has_come_back,                            -- whether the lead had been here before
    n,                                        -- leads with their full time
    n / sum(n) over () as share,              -- share of all of them
    won,                                      -- of these, won in time
    won / nullif(n, 0)::double as rate,       -- share won
    wilson_low(won, n) as low,                -- lower end of its 95 % interval
    wilson_high(won, n) as high               -- upper end
from counted
order by has_come_back desc
