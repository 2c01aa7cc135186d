-- One row per qualification cycle of a unit: the first entry of each kind, the exit that closed it, and the win
-- that came after that exit with no cycle open in between (from then on the win is its close).
create temp table unit_cycles as
with cycles as (
    select
        unit_key,
        cycle_number,
        min(happened_at) filter (where opens) as opened_at,
        min(lead_key) filter (where opens) as opening_lead_key,
        min(happened_at) filter (where event = 'inquiry') as inquiry_at,
        min(happened_at) filter (where event = 'aql') as aql_at,
        min(happened_at) filter (where event = 'mql') as mql_at,
        min(happened_at) filter (where event = 'tal') as tal_at,
        min(happened_at) filter (where event = 'tql') as tql_at,
        min(happened_at) filter (where event = 'tgl') as tgl_at,
        min(happened_at) filter (where event = 'sal') as sal_at,
        min(happened_at) filter (where event = 'sgl') as sgl_at,
        min(happened_at) filter (where event = 'sql') as sql_at,
        min(happened_at) filter (where is_exit and not is_stray) as first_closed_at,
        min(event) filter (where is_exit and not is_stray) as first_exit,
        min(reason) filter (where is_exit and not is_stray) as exit_reason,
        min(actor) filter (where is_exit and not is_stray) as exit_actor,
        min(happened_at) filter (where is_stray and event = 'won') as stray_won_at
    from unit_steps
    where cycle_number > 0
    group by unit_key, cycle_number
)

select
    * exclude (stray_won_at),
    case when first_exit != 'won' then stray_won_at end as late_won_at
from cycles;
