-- holds: Fit tiers of the cycles that opened in the conversion window: how many cycles there are, for each stage of v1 how
--   many could be judged by the horizon and how many of these reached it within, and the mean amount of their deals won.
-- stands on: cycles, company_deals
-- sliced by: what it stands on
-- counts: cycles
-- personal: nothing
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $horizon_seconds: time a cycle is given to reach a stage
-- $as_of: the moment looked at
with cohort as (
    select
        *,
        opened_at + to_seconds($horizon_seconds) as due_at
    from cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to
),
counted as (
    select
        icp_tier as tier,
        count(*) as leads,
        count(*) filter (where had_full_time(due_at, $as_of, is_admin, closed_at, reached_mql_at)) as mql_mature,
        count(*) filter (where due_at <= $as_of and reached_mql_at <= due_at) as mql_converted,
        count(*) filter (where had_full_time(due_at, $as_of, is_admin, closed_at, reached_sal_at)) as sal_mature,
        count(*) filter (where due_at <= $as_of and reached_sal_at <= due_at) as sal_converted,
        count(*) filter (where had_full_time(due_at, $as_of, is_admin, closed_at, reached_sql_at)) as sql_mature,
        count(*) filter (where due_at <= $as_of and reached_sql_at <= due_at) as sql_converted,
        count(*) filter (where had_full_time(due_at, $as_of, is_admin, closed_at, won_at)) as won_mature,
        count(*) filter (where due_at <= $as_of and won_at <= due_at) as won_converted,
        count(*) filter (where exit in ('rejected', 'disqualified')) as rejected
    from cohort
    group by icp_tier
),
bought as (
    select
        c.icp_tier as tier,
        exact_mean(d.amount) as mean_won
    from cohort as c
    inner join company_deals as d on c.cycle_id = d.cycle_id
    where d.status = 'won' and not d.is_renewal
    group by c.icp_tier
)
select
    c.*,
    b.mean_won
from counted as c
left join bought as b on c.tier = b.tier
