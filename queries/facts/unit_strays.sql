-- One row per exit with no cycle open. A win is none of them once there is a cycle it can turn won, or one won.
create temp table unit_strays as
select
    unit_key,
    lead_key,
    make_timestamp(step // 32) as happened_at,
    ['won', 'lost', 'rejected', 'recycled', 'disqualified', 'merged', 'duplicate', 'test', 'owner_left'][step % 32 - 8]
        as event
from unit_steps
where is_stray and not (step % 32 = 9 and cycle_number > 0);
