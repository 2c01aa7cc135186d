-- One row per deal event with the state it meets, in order: an event before its deal's creation counts at the creation.
-- The state before an event is the kind of the switch (reopened, won, lost) before it, ignored or not. At one instant a
-- reopening stands first, then moves, pushes, won, lost; what ties goes by reason, then actor, blank last, so that rows
-- that still tie are alike in all that is kept of them.
-- is_counted: moves and outcomes of a closed deal are ignored until it is reopened, and so is reopening an open one.
create temp table deal_states as
with logged as (
    select
        k.deal_key,
        k.lead_key,
        k.is_renewal,
        e.event,
        e.actor,
        e.reason,
        greatest(e.at, k.created_at) as happened_at,
        case e.event when 'reopened' then 0 when 'pushed' then 2 when 'won' then 3 when 'lost' then 4 else 1 end as rank,
        case e.event when 'reopened' then true when 'won' then false when 'lost' then false end as leaves_open
    from deal_events as e
    inner join deal_keys as k on e.deal_id = k.deal_id
),

with_state as (
    select
        *,
        coalesce(last_value(leaves_open ignore nulls) over earlier, true) as was_open
    from logged
    window earlier as (
        partition by deal_key order by happened_at, rank, event, reason nulls last, actor nulls last
        rows between unbounded preceding and 1 preceding
    )
)

select
    * exclude (leaves_open),
    case rank when 0 then not was_open when 2 then true else was_open end as is_counted
from with_state;
