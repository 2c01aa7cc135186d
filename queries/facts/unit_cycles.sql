-- One row per qualification cycle of a unit: the first entry of each kind, the exit that closed it, and the win
-- that came after that exit with no cycle open in between (from then on the win is its close).
create temp table unit_cycles as
with cycles as (
    select
        unit_key,
        cycle_number,
        min(step) filter (where opens) as opening,
        min(lead_key) filter (where opens) as opening_lead_key,
        min(step) filter (where step % 32 = 0) as inquiry,
        min(step) filter (where step % 32 = 1) as aql,
        min(step) filter (where step % 32 = 2) as mql,
        min(step) filter (where step % 32 = 3) as tal,
        min(step) filter (where step % 32 = 4) as tql,
        min(step) filter (where step % 32 = 5) as tgl,
        min(step) filter (where step % 32 = 6) as sal,
        min(step) filter (where step % 32 = 7) as sgl,
        min(step) filter (where step % 32 = 8) as sql,
        min(step) filter (where is_exit and not is_stray) as closing,
        any_value(reason) filter (where is_exit and not is_stray) as exit_reason,
        any_value(actor) filter (where is_exit and not is_stray) as exit_actor,
        min(step) filter (where is_stray and step % 32 = 9) as stray_won
    from unit_steps
    where cycle_number > 0
    group by unit_key, cycle_number
)

select
    unit_key,
    cycle_number,
    opening_lead_key,
    make_timestamp(opening // 32) as opened_at,
    make_timestamp(inquiry // 32) as inquiry_at,
    make_timestamp(aql // 32) as aql_at,
    make_timestamp(mql // 32) as mql_at,
    make_timestamp(tal // 32) as tal_at,
    make_timestamp(tql // 32) as tql_at,
    make_timestamp(tgl // 32) as tgl_at,
    make_timestamp(sal // 32) as sal_at,
    make_timestamp(sgl // 32) as sgl_at,
    make_timestamp(sql // 32) as sql_at,
    make_timestamp(closing // 32) as first_closed_at,
    ['won', 'lost', 'rejected', 'recycled', 'disqualified', 'merged', 'duplicate', 'test', 'owner_left'][
        closing % 32 - 8
    ] as first_exit,
    exit_reason,
    exit_actor,
    case when closing % 32 != 9 then make_timestamp(stray_won // 32) end as late_won_at
from cycles;
