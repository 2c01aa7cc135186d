-- title: Stages reached per week
-- question: How many leads came in, and how many reached MQL, SAL and SQL, in each week?
-- grain: one row per week, oldest first
-- caveat: Counts of one week come from different cohorts: the ratio of two of them is no conversion.
-- adds up: inquiries, mql, sal, sql
-- needs: leads; There are no leads.
-- needs for mql: stage MQL
-- needs for sal: stage SAL
-- needs for sql: stage SQL
-- $week_starts: the starts of the weeks counted, oldest first, the review week last
-- $as_of: the moment looked at, where the last week ends

with spans as (
    select * from weeks($week_starts, $as_of)
),

reached as (
    select
        unnest([
            {'stage': 'inquiries', 'reached_at': opened_at},
            {'stage': 'mql', 'reached_at': reached_mql_at},
            {'stage': 'sal', 'reached_at': reached_sal_at},
            {'stage': 'sql', 'reached_at': reached_sql_at}
        ], recursive := true)
    from cycles
    where last_entry_at >= list_min($week_starts::timestamp[])
),

counted as (
    select
        s.week_number,
        count(*) filter (where r.stage = 'inquiries') as inquiries,
        count(*) filter (where r.stage = 'mql') as mql,
        count(*) filter (where r.stage = 'sal') as sal,
        count(*) filter (where r.stage = 'sql') as sql
    from reached as r
    inner join spans as s on r.reached_at >= s.week_start and r.reached_at < s.week_end
    group by s.week_number
)

select
    s.week_number,                             -- place of the week, 0 the oldest
    s.week_start,                              -- its first instant (UTC)
    coalesce(c.inquiries, 0) as inquiries,     -- cycles opened in it
    coalesce(c.mql, 0) as mql,                 -- cycles that reached MQL in it
    coalesce(c.sal, 0) as sal,                 -- cycles that reached SAL in it
    coalesce(c.sql, 0) as sql                  -- cycles that reached SQL in it
from spans as s
left join counted as c on s.week_number = c.week_number
order by s.week_number
