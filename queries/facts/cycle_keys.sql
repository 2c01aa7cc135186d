-- Numbers the cycles in the order they opened, so that a window of time is a run of neighbouring rows, and adds
-- when each stage of the waterfall v1 was reached: the earliest entry into it or any later one.
create temp table cycle_keys as
with reached as (
    select
        *,
        least(case first_exit when 'won' then first_closed_at end, late_won_at) as won_at
    from unit_cycles
),

by_stage as (
    select
        *,
        least(sql_at, sgl_at, won_at) as reached_sql_at
    from reached
)

select
    row_number() over (order by opened_at, unit_key) - 1 as cycle_id,
    *,
    lead(opened_at) over (partition by unit_key order by cycle_number) as next_opened_at,
    least(sal_at, reached_sql_at) as reached_sal_at,
    least(mql_at, aql_at, tal_at, tql_at, tgl_at, sal_at, reached_sql_at) as reached_mql_at,
    least(mql_at, aql_at, tal_at, tql_at, tgl_at) as observed_mql_at
from by_stage
order by cycle_id;
