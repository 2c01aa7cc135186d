-- One row per deal event that counts, with the spell of being open it falls in.
create temp table deal_log as
select
    * exclude (was_open, is_counted),
    rank = 1 as is_move,
    1 + count(*) filter (where rank = 0) over (
        partition by deal_key order by happened_at, rank, event, reason nulls last, actor nulls last
    ) as spell
from deal_states
where is_counted;
