-- title: Whose lead is it?
-- question: Where do marketing's own profile and sales' own profile agree on a lead?
-- grain: one row per quadrant with cycles
-- caveat: In a profile means tier A or B of that team's definition.
-- adds up: leads, won, won_value
-- needs: teams; There are no definitions of marketing's and sales' own: neither beside the shared one nor under
--   [definitions] in the settings.
-- needs: leads; There are no leads to judge.
-- needs for won_value, mean_won: deals; There are no deals, so nothing says what leads were worth.
-- needs for won: stage Won
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one

with placed as (
    select
        cycle_id,
        won_at,
        quadrant_of(marketing_tier, sales_tier) as quadrant
    from cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to
),

bought as (
    select
        p.quadrant,
        exact_sum(d.amount) as value,
        exact_mean(d.amount) as mean_value
    from placed as p
    inner join company_deals as d on p.cycle_id = d.cycle_id
    where d.status = 'won' and not d.is_renewal
    group by p.quadrant
)

select
    p.quadrant,                                            -- both, marketing_only, sales_only or neither
    count(*) as leads,                                     -- cycles
    count(*) / sum(count(*)) over () as share,             -- share of all
    count(p.won_at) as won,                                -- cycles won
    coalesce(any_value(b.value), 0) as won_value,          -- value of the deals won
    any_value(b.mean_value) as mean_won                    -- mean value of the deals won
from placed as p
left join bought as b on p.quadrant = b.quadrant
group by p.quadrant
order by list_position(['both', 'marketing_only', 'sales_only', 'neither'], p.quadrant)
