-- title: Sources of the week's pipeline
-- question: Which source did the week's new pipeline and its wins come from, and which those of the weeks before?
-- grain: one row per source
-- caveat: The weeks before hold sources that have none in the week. Renewals are left out.
-- adds up: created, created_before, won, won_before
-- needs: deals; There are no deals, so there is no pipeline.
-- needs for created, created_before, created_more, won, won_before, won_more: deals.amount
-- needs for won, won_before, won_more: outcome
-- $starts: the starts of the weeks before and of the week itself, which is the last

with span as (
    select
        list_min($starts::timestamp[]) as first_start,
        list_max($starts::timestamp[]) as week_start
),

dealt as (
    select
        coalesce(d.source, '(none)') as source,
        d.amount,
        case when d.created_at >= s.first_start then d.created_at >= s.week_start end as is_created_now,
        case when d.status = 'won' and d.closed_at >= s.first_start then d.closed_at >= s.week_start end as is_won_now
    from deals as d
    cross join span as s
    where not d.is_renewal
),

counted as (
    select
        source,
        coalesce(exact_sum(case when is_created_now then amount end), 0) as created,
        coalesce(exact_sum(case when not is_created_now then amount end), 0) as created_before,
        coalesce(exact_sum(case when is_won_now then amount end), 0) as won,
        coalesce(exact_sum(case when not is_won_now then amount end), 0) as won_before
    from dealt
    group by source
)

select
    source,                                                                               -- source
    created,                                                                              -- value of the deals created in the week
    created_before,                                                                       -- of those created in the weeks before
    created - created_before / nullif(len($starts::timestamp[]) - 1, 0) as created_more,  -- how much more than in a week before, on average
    won,                                                                                  -- value won in the week
    won_before,                                                                           -- value won in the weeks before
    won - won_before / nullif(len($starts::timestamp[]) - 1, 0) as won_more               -- how much more than in a week before, on average
from counted
order by created desc, created_before desc, source
