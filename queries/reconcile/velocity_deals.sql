-- title: Deals between won per day and velocity
-- question: Which deals does this part of the difference rest on?
-- grain: one row per deal, the largest first
-- adds up: rows
-- $reason: no_amount, stalled, or pace: the other open deals, and those that closed in the window
-- $from: the window starts at this instant
-- $to: and ends before this one

with stalled as (
    select deal_key from open_deals where is_stalled
),

kept as (
    select
        d.*,
        s.deal_key is not null as is_stalled
    from deals as d
    left join stalled as s on d.deal_key = s.deal_key
    where
        not d.is_renewal
        and case $reason
            when 'stalled' then s.deal_key is not null
            when 'no_amount' then d.status = 'won' and d.amount is null and d.closed_at >= $from and d.closed_at < $to
            else (d.status = 'open' and s.deal_key is null) or (d.closed_at >= $from and d.closed_at < $to)
        end
)

select
    deal_id,           -- the deal's key in the CRM
    deal_name,         -- the deal
    company,           -- the buyer
    owner,             -- who works it
    source,            -- where it came from
    amount as value,   -- value, null when not known
    created_at,        -- when it was created (UTC)
    status,            -- open, won or lost
    is_stalled,        -- past the limit of its stage
    closed_at          -- when it closed (UTC)
from kept
order by amount desc nulls last, deal_id
