-- title: How well the profile picks
-- question: Of the leads in the profile, how many were won; of the leads won, how many were in it?
-- grain: one row
-- caveat: In the profile means tier A or B. Won counts until the moment looked at.
-- adds up: leads, inside, won, inside_won
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one

with judged as (
    select
        icp_tier in ('A', 'B') as is_in,
        won_at is not null as is_won
    from cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to
),

counted as (
    select
        count(*) as leads,
        count(*) filter (where is_in) as inside,
        count(*) filter (where is_won) as won,
        count(*) filter (where is_in and is_won) as inside_won
    from judged
)

select
    leads,                                                        -- cycles
    inside,                                                       -- in the profile
    won,                                                          -- won
    inside_won,                                                   -- in the profile and won
    inside_won / nullif(inside, 0)::double as precision,          -- share of those in the profile that were won
    wilson_low(inside_won, inside) as precision_low,              -- lower end of its 95 % interval
    wilson_high(inside_won, inside) as precision_high,            -- upper end
    inside_won / nullif(won, 0)::double as recall,                -- share of those won that were in the profile
    wilson_low(inside_won, won) as recall_low,                    -- lower end of its 95 % interval
    wilson_high(inside_won, won) as recall_high                   -- upper end
from counted
