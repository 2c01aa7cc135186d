-- title: Deals behind the bridge
-- question: Which deals make this part of the bridge of open value?
-- grain: one row per deal, largest first
-- adds up: rows
-- $part: the part: start, created, reopened, won, lost, removed, revalued or end
-- $week_from: the start of the review week
-- $counts_changes: true in the generation's own review week, when removed and revalued deals count

with spells as (
    select
        s.*,
        s.opened_at < $week_from and (s.closed_at is null or s.closed_at >= $week_from) as was_open,
        case
            when $counts_changes::boolean and p.deal_id is not null then coalesce(s.amount, 0) - coalesce(p.amount, 0)
            else 0
        end as change
    from deal_spells as s
    left join company_previous_deals as p on s.deal_id = p.deal_id
    where not s.is_renewal
),

kept as (
    select
        *,
        case $part
            when 'start' then case when change = 0 then amount else coalesce(amount, 0) - change end
            when 'revalued' then change
            else amount
        end as value
    from spells
    where
        case $part
            when 'start' then was_open
            when 'created' then opened_at >= $week_from and spell = 1
            when 'reopened' then opened_at >= $week_from and spell > 1
            when 'won' then closed_at >= $week_from and outcome = 'won'
            when 'lost' then closed_at >= $week_from and outcome = 'lost'
            when 'revalued' then was_open and change != 0
            when 'end' then closed_at is null
        end
    union all by name
    select
        deal_id,
        company,
        owner,
        source,
        amount as value,
        created_at as opened_at
    from previous_deals
    where $counts_changes::boolean and $part in ('removed', 'start') and is_gone
)

select
    deal_id,                               -- the deal's key in the CRM
    company,                               -- the buyer
    owner,                                 -- who works it
    source,                                -- where it came from
    value,                                 -- what it adds to this part, null when not known
    opened_at,                             -- when it was created or reopened (UTC)
    coalesce(outcome, 'open') as status,   -- open, won or lost
    closed_at                              -- when it closed (UTC)
from kept
order by value desc nulls last, deal_id
