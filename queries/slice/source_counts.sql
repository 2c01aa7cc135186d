-- holds: What each source brought in the window: leads created, cycles that reached MQL and SQL, deals won, and MQLs
--   seen in it that sales rejected or accepted.
-- stands on: cycles, leads, deals
-- sliced by: what it stands on
-- counts: sources
-- personal: nothing
-- $from: the window starts at this instant
-- $to: and ends before this one
with entered as (
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
)

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
