-- title: Open deals
-- question: Which deals are open, in which stage and for how long?
-- grain: one row per open deal, the longest in its stage first
-- adds up: rows
-- $stage: only deals in this stage ('' for those before their first), or null for all
-- $is_unvalued: true keeps only deals without an amount

with kept as (
    from open_deals
    where
        ($stage::varchar is null or coalesce(stage, '') = $stage::varchar)
        and (amount is null or not $is_unvalued::boolean)
)

select
    deal_id,           -- the deal's key in the CRM
    deal_name,         -- the deal
    company,           -- the buyer
    owner,             -- who works it
    stage,             -- stage it stands in, null before the first
    age_days,          -- days in the stage
    limit_days,        -- days after which it counts as stalled
    is_stalled,        -- past its limit
    amount as value,   -- value, null when not known
    created_at         -- when it was created (UTC)
from kept
order by age_days desc, deal_id
