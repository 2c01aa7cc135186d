-- title: Costs per stage by source
-- question: What did each source cost per lead, per MQL, per SQL and per customer won?
-- grain: one row per source with spend, counts or a verdict of sales
-- caveat: Period costs: the money and the leads of one window, not the same leads followed to the end.
-- adds up: leads, mqls, sqls, won, rejected, accepted
-- needs for spend, cpl, cost_per_mql, cost_per_sql, cac, wasted_spend: spend; There is no spend, so nothing says what a
--   stage costs.
-- needs for leads, cpl, mqls, cost_per_mql, sqls, cost_per_sql, wasted_spend: leads; There are no leads.
-- needs for mqls, cost_per_mql, rejected, accepted, rejected_share, wasted_spend: stage MQL
-- needs for sqls, cost_per_sql: stage SQL
-- needs for won, cac: deals; There are no deals, so nothing says what was won.
-- needs for cac: outcome
-- $from_day: first day of spend counted
-- $to_day: first day no longer counted

with spent as (
    select
        source,
        exact_sum(amount) as spend
    from spend
    where spent_on >= $from_day and spent_on < $to_day
    group by source
)

select
    coalesce(s.source, c.source) as source,                                                -- where leads come from
    s.spend,                                                                               -- spend of the window, null when there is none
    coalesce(c.leads, 0) as leads,                                                         -- leads created
    coalesce(c.mqls, 0) as mqls,                                                           -- cycles that reached MQL
    coalesce(c.sqls, 0) as sqls,                                                           -- cycles that reached SQL
    coalesce(c.won, 0) as won,                                                             -- deals won
    coalesce(c.rejected, 0) as rejected,                                                   -- MQLs sales rejected
    coalesce(c.accepted, 0) as accepted,                                                   -- MQLs sales accepted
    c.rejected / nullif(c.rejected + c.accepted, 0)::double as rejected_share,             -- share rejected of those decided
    wilson_low(c.rejected, c.rejected + c.accepted) as rejected_low,                       -- lower end of its 95 % interval
    wilson_high(c.rejected, c.rejected + c.accepted) as rejected_high,                     -- upper end
    s.spend / nullif(c.leads, 0) as cpl,                                                   -- spend per lead created
    s.spend / nullif(c.mqls, 0) as cost_per_mql,                                           -- spend per MQL
    s.spend / nullif(c.sqls, 0) as cost_per_sql,                                           -- spend per SQL
    s.spend / nullif(c.won, 0) as cac,                                                     -- spend per deal won
    s.spend * c.rejected / nullif(c.rejected + c.accepted, 0)::double as wasted_spend      -- spend on the share sales rejected
from spent as s
full join source_counts as c on s.source = c.source
order by source
