-- Cuts the timelines of units (leads, or the leads of an account together) into qualification cycles: one row
-- per entry or exit with the cycle it falls in. An entry with none open opens the next; an exit closes it. Rows of one
-- instant and event have one order, their place: by reason, then actor, blank last, then lead.
create temp table unit_steps as
with stepped as (
    select
        *,
        step % 32 >= 9 as is_exit,
        row_number() over ordered as place,
        lag(step % 32 >= 9, 1, true) over ordered as after_exit
    from unit_timeline
    window ordered as (
        partition by unit_key order by step, reason nulls last, actor nulls last, lead_order, deal_key nulls last
    )
)

select
    unit_key,
    lead_key,
    deal_key,
    step,
    actor,
    reason,
    is_exit,
    not is_exit and after_exit as opens,
    is_exit and after_exit as is_stray,
    count(*) filter (where not is_exit and after_exit) over (
        partition by unit_key order by place rows between unbounded preceding and current row
    )::integer as cycle_number
from stepped;
