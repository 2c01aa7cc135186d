-- title: Stalled in all
-- question: How many of the open deals have stalled, and how much of the open value do they hold?
-- grain: one row
-- caveat: Unknown amounts add nothing to a value; the deals count all the same.
-- adds up: open_deals, stalled_deals, open_value, stalled_value, no_amount, several_causes

with counted as (
    select
        count(*) as open_deals,
        count(*) filter (where is_stalled) as stalled_deals,
        coalesce(exact_sum(amount), 0) as open_value,
        coalesce(exact_sum(case when is_stalled then amount end), 0) as stalled_value,
        count(*) filter (where is_stalled and amount is null) as no_amount,
        count(*) filter (where is_stalled and len(causes) > 1) as several_causes
    from open_deals
)

select
    open_deals,                                                 -- open deals
    stalled_deals,                                              -- of these, past the limit of their stage
    stalled_deals / nullif(open_deals, 0)::double as share,     -- share stalled
    wilson_low(stalled_deals, open_deals) as low,               -- lower end of its 95 % interval
    wilson_high(stalled_deals, open_deals) as high,             -- upper end
    open_value,                                                 -- value of the open deals
    stalled_value,                                              -- value of the stalled ones
    stalled_value / nullif(open_value, 0) as value_share,       -- their share of the open value
    no_amount,                                                  -- stalled deals without an amount
    several_causes                                              -- stalled deals with more than one cause
from counted
