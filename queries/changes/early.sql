-- title: Early signals
-- question: Of the leads of each week, what share reached MQL, SAL and SQL within their first days?
-- grain: one row per age and week with leads that can be judged at it, oldest first
-- caveat: At an age every week has had its full days; only how many leads came in differs.
-- adds up: mql_n, sal_n, sql_n
-- needs: leads; There are no leads.
-- needs for mql: stage MQL
-- needs for sal: stage SAL
-- needs for sql: stage SQL
-- $early_starts: the starts of the weeks, oldest first
-- $early_end: the end of the last week
-- $early_days: the ages at which leads are looked at, in days of 86,400 seconds from their coming in
-- $as_of: the moment looked at; a week counts at an age when all of it has had its days

with spans as (
    select
        s.*,
        a.early_days
    from weeks($early_starts, $early_end) as s
    inner join (select unnest($early_days::bigint[]) as early_days) as a
        on s.week_end + to_days(a.early_days::integer) <= $as_of
),

cohorts as (
    select
        s.early_days,
        s.week_start,
        c.*,
        c.opened_at + to_days(s.early_days::integer) as due_at
    from cycles as c
    inner join spans as s on c.opened_at >= s.week_start and c.opened_at < s.week_end
    where c.opened_at >= list_min($early_starts::timestamp[]) and c.opened_at < $early_end
),

judged as (
    select
        early_days,
        week_start,
        had_full_time(due_at, $as_of, is_admin, closed_at, reached_mql_at) as is_mql_judged,
        had_full_time(due_at, $as_of, is_admin, closed_at, reached_sal_at) as is_sal_judged,
        had_full_time(due_at, $as_of, is_admin, closed_at, reached_sql_at) as is_sql_judged,
        coalesce(reached_mql_at <= due_at, false) as is_mql,
        coalesce(reached_sal_at <= due_at, false) as is_sal,
        coalesce(reached_sql_at <= due_at, false) as is_sql
    from cohorts
)

select
    early_days,                                                                                               -- age, in days
    week_start,                                                                                               -- first instant of the week (UTC)
    count(*) filter (where is_mql_judged) as mql_n,                                                           -- leads judged for MQL
    count(*) filter (where is_mql_judged and is_mql) / nullif(count(*) filter (where is_mql_judged), 0)::double as mql, -- share that reached MQL in time
    count(*) filter (where is_sal_judged) as sal_n,                                                           -- leads judged for SAL
    count(*) filter (where is_sal_judged and is_sal) / nullif(count(*) filter (where is_sal_judged), 0)::double as sal, -- share that reached SAL in time
    count(*) filter (where is_sql_judged) as sql_n,                                                           -- leads judged for SQL
    count(*) filter (where is_sql_judged and is_sql) / nullif(count(*) filter (where is_sql_judged), 0)::double as sql -- share that reached SQL in time
from judged
group by early_days, week_start
order by early_days, week_start
