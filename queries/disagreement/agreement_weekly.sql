-- title: Agreement per week
-- question: Of the enquiries of each week, given their time, do marketing and sales agree on who is good?
-- grain: one row per week with verdicts, oldest first
-- caveat: Each enquiry counts in one week alone; a verdict counts from the week on in which it was given.
-- adds up: n
-- needs: leads; There are no leads, so there is nothing to disagree on.
-- needs: stage MQL
-- needs: verdict
-- $starts: the starts of the weeks, oldest first, the last one ending at the moment looked at
-- $as_of: the moment looked at
-- $given_seconds: time an enquiry is given before its week counts

with spans as (
    select
        week_number,
        week_end,
        week_start - to_seconds($given_seconds) as opens_from,
        week_end - to_seconds($given_seconds) as opens_to
    from weeks($starts, $as_of)
),

verdicts_by_then as (
    select
        s.week_number,
        c.observed_mql_at,
        c.reached_sql_at < s.week_end as is_yes,
        case when c.reached_sql_at < s.week_end then c.reached_sql_at else c.verdict_at end as judged_at
    from cycles as c
    inner join spans as s on c.opened_at >= s.opens_from and c.opened_at < s.opens_to
    where
        c.opened_at >= list_min($starts::timestamp[]) - to_seconds($given_seconds)
        and (
            c.reached_sql_at < s.week_end
            or (c.verdict_exit in ('rejected', 'disqualified') and c.verdict_at < s.week_end)
        )
),

cells as (
    select
        week_number,
        count(*) filter (where is_yes and observed_mql_at <= judged_at) as "both",
        count(*) filter (where is_yes is not true and observed_mql_at <= judged_at) as marketing_only,
        count(*) filter (where is_yes and (observed_mql_at <= judged_at) is not true) as sales_only,
        count(*) filter (where is_yes is not true and (observed_mql_at <= judged_at) is not true) as neither
    from verdicts_by_then
    group by week_number
)

select
    week_number,                                                      -- place of the week, 0 the oldest
    n,                                                                -- cycles judged
    case when sales_only + neither > 0 then kappa end as kappa        -- agreement beyond chance, Cohen's
from agreement('cells')
order by week_number
