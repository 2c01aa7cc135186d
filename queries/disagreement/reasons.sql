-- title: Reasons
-- question: Why did sales hand marketing's leads back?
-- grain: one row per reason, most frequent first
-- adds up: count
-- needs: leads; There are no leads, so there is nothing to disagree on.
-- needs: stage MQL
-- $from: MQLs seen at or after this instant
-- $to: and before this one

with rejected as (
    select coalesce(exit_reason, '(no reason given)') as reason
    from handoffs
    where observed_mql_at >= $from and observed_mql_at < $to and verdict = 'rejected'
),

counted as (
    select
        reason,
        count(*) as cycles
    from rejected
    group by reason
)

select
    reason,                                                                    -- as the CRM spells it
    cycles as count,                                                           -- cycles handed back for it
    sum(cycles) over (order by cycles desc, reason rows unbounded preceding)
    / sum(cycles) over () as cumulative_share                                  -- share of this and the more frequent ones
from counted
order by cycles desc, reason
