-- Cuts the timelines of units (leads, or the leads of an account together) into qualification cycles: one row
-- per entry or exit with the cycle it falls in. An entry with none open opens the next; an exit closes it.
create temp table unit_steps as
with stepped as (
    select
        *,
        rank >= 9 as is_exit,
        lag(rank >= 9, 1, true) over in_order as after_exit
    from unit_timeline
    window in_order as (partition by unit_key order by happened_at, rank, lead_id, deal_key nulls first)
)

select
    unit_key,
    lead_key,
    deal_key,
    happened_at,
    event,
    actor,
    reason,
    rank,
    is_exit,
    not is_exit and after_exit as opens,
    is_exit and after_exit as is_stray,
    count(*) filter (where not is_exit and after_exit) over (
        partition by unit_key order by happened_at, rank, lead_id, deal_key nulls first
    )::integer as cycle_number
from stepped;
