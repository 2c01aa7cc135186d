-- title: What each deal adds
-- question: How much does each deal add to the figures that are counts and sums of deals?
-- grain: one row per figure and deal that counts in it
-- caveat: Renewals are left out. Deals without an amount add to counts alone.
-- adds up: rows
-- $from: deals created or closed at or after this instant
-- $to: and before this one

with dealt as (
    select
        *,
        status = 'open' as is_open,
        status = 'won' and closed_at >= $from and closed_at < $to as is_won_here,
        created_at >= $from and created_at < $to as is_created_here
    from deals
    where not is_renewal
),

counted as (
    select
        deal_id,
        lead_id,
        unnest([
            {'figure': 'pipeline.open_count', 'amount': case when is_open then 1 end},
            {'figure': 'pipeline.open_value', 'amount': case when is_open then amount end},
            {'figure': 'pipeline.no_amount', 'amount': case when is_open and amount is null then 1 end},
            {'figure': 'pipeline.sqp_created_count', 'amount': case when is_created_here then 1 end},
            {'figure': 'pipeline.sqp_created', 'amount': case when is_created_here then amount end},
            {'figure': 'pipeline.sqp_open', 'amount': case when is_created_here and is_open then amount end},
            {'figure': 'money.incentives.revenue.current', 'amount': case when is_won_here then amount end}
        ], recursive := true)
    from dealt
)

select
    figure,     -- the figure, by its path in the JSON
    deal_id,    -- the deal's key in the CRM
    lead_id,    -- its lead's
    amount      -- what it adds
from counted
where amount is not null
order by figure, deal_id
