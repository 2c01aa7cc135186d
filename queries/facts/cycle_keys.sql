-- The cycles in the order they opened, so that a window of time is a run of neighbouring rows, with when each stage
-- of the waterfall v1 was reached: the earliest entry into it or any later one, and when any stage was entered last.
-- The row's number is the cycle's id.
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
    c.*,
    n.opened_at as next_opened_at,
    least(c.sal_at, c.reached_sql_at) as reached_sal_at,
    least(c.mql_at, c.aql_at, c.tal_at, c.tql_at, c.tgl_at, c.sal_at, c.reached_sql_at) as reached_mql_at,
    least(c.mql_at, c.aql_at, c.tal_at, c.tql_at, c.tgl_at) as observed_mql_at,
    greatest(
        c.opened_at, c.inquiry_at, c.aql_at, c.mql_at, c.tal_at, c.tql_at, c.tgl_at, c.sal_at, c.sgl_at, c.sql_at, c.won_at
    ) as last_entry_at
from by_stage as c
left join unit_cycles as n on c.unit_key = n.unit_key and n.cycle_number = c.cycle_number + 1
order by c.opened_at, c.unit_key, c.cycle_number;
