-- title: Early signals
-- question: Of the leads of each week, what share reached MQL, SAL and SQL within the first days?
-- grain: one row per week with leads that can be judged, oldest first
-- caveat: Every week has had its full days; only how many leads came in differs.
-- adds up: mql_n, sal_n, sql_n
-- needs: leads; There are no leads.
-- needs for mql: stage MQL
-- needs for sal: stage SAL
-- needs for sql: stage SQL
-- $week_starts: the starts of the weeks, oldest first
-- $weeks_end: the end of the last week
-- $early_seconds: time a lead is given from its coming in
-- $as_of: the moment looked at, at least that long after the last week

with spans as (
    select * from weeks($week_starts, $weeks_end)
),

cohorts as (
    select
        s.week_number,
        c.*,
        c.opened_at + to_seconds($early_seconds) as due_at
    from cycles as c
    inner join spans as s on c.opened_at >= s.week_start and c.opened_at < s.week_end
    where c.opened_at >= list_min($week_starts::timestamp[]) and c.opened_at < $weeks_end
),

judged as (
    select
        week_number,
        had_full_time(due_at, $as_of, is_admin, closed_at, reached_mql_at) as is_mql_judged,
        had_full_time(due_at, $as_of, is_admin, closed_at, reached_sal_at) as is_sal_judged,
        had_full_time(due_at, $as_of, is_admin, closed_at, reached_sql_at) as is_sql_judged,
        coalesce(reached_mql_at <= due_at, false) as is_mql,
        coalesce(reached_sal_at <= due_at, false) as is_sal,
        coalesce(reached_sql_at <= due_at, false) as is_sql
    from cohorts
)

select
    week_number,                                                                                              -- place of the week, 0 the oldest
    count(*) filter (where is_mql_judged) as mql_n,                                                           -- leads judged for MQL
    count(*) filter (where is_mql_judged and is_mql) / nullif(count(*) filter (where is_mql_judged), 0)::double as mql, -- share that reached MQL in time
    count(*) filter (where is_sal_judged) as sal_n,                                                           -- leads judged for SAL
    count(*) filter (where is_sal_judged and is_sal) / nullif(count(*) filter (where is_sal_judged), 0)::double as sal, -- share that reached SAL in time
    count(*) filter (where is_sql_judged) as sql_n,                                                           -- leads judged for SQL
    count(*) filter (where is_sql_judged and is_sql) / nullif(count(*) filter (where is_sql_judged), 0)::double as sql -- share that reached SQL in time
from judged
group by week_number
order by week_number
