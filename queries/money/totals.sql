-- title: Costs per stage, and what each side is judged by
-- question: What did a lead, an MQL, an SQL and a customer cost, and how much was won and created?
-- grain: one row
-- caveat: Period costs: the money and the leads of one window, not the same leads followed to the end. Renewals are left
--   out.
-- adds up: spend, leads, mqls, sqls, won, revenue, sqp_created
-- needs for spend, cpl, cost_per_mql, cost_per_sql, cac, wasted_spend, wasted_share, undecided_spend: spend; There is
--   no spend, so nothing says what a stage costs.
-- needs for leads, cpl, mqls, cost_per_mql, sqls, cost_per_sql, wasted_spend, undecided_spend: leads; There are no leads.
-- needs for decided, wasted_share: leads; There are no leads.
-- needs for mqls, cost_per_mql, decided, wasted_spend, wasted_share, undecided_spend: stage MQL
-- needs for sqls, cost_per_sql: stage SQL
-- needs for won, cac, revenue, mean_won, sqp_created: deals; There are no deals, so nothing says what was won.
-- needs for revenue, mean_won, sqp_created: deals.amount
-- needs for cac, mean_won: outcome
-- $from: the window starts at this instant
-- $to: and ends before this one
-- $from_day: first day of spend counted
-- $to_day: first day no longer counted

with spent as (
    select
        source,
        exact_sum(amount) as spend
    from spend
    where spent_on >= $from_day and spent_on < $to_day
    group by source
),

summed as (
    select
        exact_sum(s.spend) as spend,
        coalesce(sum(c.leads), 0)::bigint as leads,
        coalesce(sum(c.mqls), 0)::bigint as mqls,
        coalesce(sum(c.sqls), 0)::bigint as sqls,
        coalesce(sum(c.won), 0)::bigint as won,
        coalesce(sum(c.rejected + c.accepted) filter (where s.spend is not null), 0)::bigint as decided,
        list(s.spend * c.rejected / nullif(c.rejected + c.accepted, 0)::double order by s.source) as wasted,
        coalesce(exact_sum(case when coalesce(c.rejected + c.accepted, 0) = 0 then s.spend end), 0) as undecided_spend
    from spent as s
    full join source_counts as c on s.source = c.source
),

dealt as (
    select
        exact_mean(case when status = 'won' and closed_at >= $from and closed_at < $to then amount end) as mean_won,
        coalesce(exact_sum(case when status = 'won' and closed_at >= $from and closed_at < $to then amount end), 0) as revenue,
        coalesce(exact_sum(case when created_at >= $from and created_at < $to then amount end), 0) as sqp_created
    from deals
    where not is_renewal
)

select
    spend,                                                  -- spend of the window, null when there is none
    leads,                                                  -- leads created
    mqls,                                                   -- cycles that reached MQL
    sqls,                                                   -- cycles that reached SQL
    won,                                                    -- deals won
    coalesce(spend, 0) / nullif(leads, 0) as cpl,           -- spend per lead created
    coalesce(spend, 0) / nullif(mqls, 0) as cost_per_mql,   -- spend per MQL
    coalesce(spend, 0) / nullif(sqls, 0) as cost_per_sql,   -- spend per SQL
    coalesce(spend, 0) / nullif(won, 0) as cac,             -- spend per deal won
    decided,                                                -- MQLs sales accepted or rejected, of sources with spend
    coalesce(list_sum(wasted), 0) as wasted_spend,          -- of each source, spend on the share sales rejected
    coalesce(list_sum(wasted), 0) / nullif(spend, 0) as wasted_share,    -- its share of the spend
    undecided_spend,                                        -- spend of sources of which sales has decided nothing
    revenue,                                                -- amount won
    mean_won,                                               -- mean amount won
    sqp_created                                             -- value of the deals created
from summed
cross join dealt
