-- One row per exit with no cycle open. A win is none of them once there is a cycle it can turn won, or one won.
create temp table unit_strays as
select
    unit_key,
    lead_key,
    happened_at,
    event
from unit_steps
where is_stray and not (event = 'won' and cycle_number > 0);
