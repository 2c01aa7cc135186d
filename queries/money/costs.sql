-- title: Costs per stage by source
-- question: What did each source cost per lead, per MQL, per SQL and per customer won?
-- grain: one row per source with spend, counts or a verdict of sales
-- caveat: Period costs: the money and the leads of one window, not the same leads followed to the end.
-- adds up: leads, mqls, sqls, won, rejected, accepted
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

entered as (
    select
        source,
        unnest([
            case when reached_mql_at >= $from and reached_mql_at < $to then 'mql' end,
            case when reached_sql_at >= $from and reached_sql_at < $to then 'sql' end,
            case
                when observed_mql_at < $from or observed_mql_at >= $to or observed_mql_at is null then null
                when verdict_exit in ('rejected', 'disqualified') and coalesce(reached_sal_at > verdict_at, true)
                    then 'rejected'
                when reached_sal_at is not null then 'accepted'
                else 'undecided'
            end
        ]) as what
    from cycles
    where last_entry_at >= $from
),

happened as (
    select source, 'lead' as what from leads where created_at >= $from and created_at < $to
    union all
    select source, what from entered where what is not null
    union all
    select source, 'won' from deals
    where closed_at >= $from and closed_at < $to and status = 'won' and not is_renewal
),

counted as (
    select
        source,
        count(*) filter (where what = 'lead') as leads,
        count(*) filter (where what = 'mql') as mqls,
        count(*) filter (where what = 'sql') as sqls,
        count(*) filter (where what = 'won') as won,
        count(*) filter (where what = 'rejected') as rejected,
        count(*) filter (where what = 'accepted') as accepted
    from happened
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
full join counted as c on s.source = c.source
order by source
