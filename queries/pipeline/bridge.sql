-- title: Bridge of open value
-- question: How did the value of open pipeline get from the start of the week to its end?
-- grain: one row
-- caveat: Gross: a deal reopened and lost in one week counts in both. Unknown amounts add nothing.
-- adds up: start_value, created, reopened, won, lost, removed, revalued, end_value
-- needs: deals.amount
-- $week_from: the start of the review week
-- $counts_changes: true in the generation's own review week, when removed and revalued deals count

with spells as (
    select
        s.spell,
        s.opened_at,
        s.closed_at,
        s.outcome,
        coalesce(s.amount, 0) as amount,
        s.opened_at < $week_from and (s.closed_at is null or s.closed_at >= $week_from) as was_open,
        case
            when $counts_changes::boolean and p.deal_id is not null then coalesce(s.amount, 0) - coalesce(p.amount, 0)
            else 0
        end as change
    from deal_spells as s
    left join company_previous_deals as p on s.deal_id = p.deal_id
    where not s.is_renewal
),

gone as (
    select coalesce(exact_sum(p.amount), 0) as amount
    from previous_deals as p
    where $counts_changes::boolean and p.is_gone
),

summed as (
    select
        coalesce(exact_sum(case when was_open then amount - change end), 0) + (select amount from gone) as start_value,
        coalesce(exact_sum(case when opened_at >= $week_from and spell = 1 then amount end), 0) as created,
        coalesce(exact_sum(case when opened_at >= $week_from and spell > 1 then amount end), 0) as reopened,
        coalesce(exact_sum(case when closed_at >= $week_from and outcome = 'won' then amount end), 0) as won,
        coalesce(exact_sum(case when closed_at >= $week_from and outcome = 'lost' then amount end), 0) as lost,
        (select amount from gone) as removed,
        coalesce(exact_sum(case when was_open then change end), 0) as revalued,
        coalesce(exact_sum(case when closed_at is null then amount end), 0) as end_value
    from spells
)

select
    start_value,                                                      -- open at the start
    created,                                                          -- created in the week
    reopened,                                                         -- reopened in the week
    won,                                                              -- won in the week
    lost,                                                             -- lost in the week
    removed,                                                          -- no longer in the CRM
    revalued,                                                         -- amounts changed since the last import
    end_value,                                                        -- open at the end
    end_value - start_value as grown,                                 -- by how much it grew
    (end_value - start_value) / nullif(start_value, 0) as grown_share -- as a share of the start
from summed
