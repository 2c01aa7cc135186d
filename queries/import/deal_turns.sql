-- The steps at which a deal's history turns: into another stage, or to an outcome. A step that leaves it as it was is
-- none. An outcome that another one follows, or that was over at the deal's creation, was corrected and is not kept.
-- At one instant stages come first, then lost, then won.

create or replace temp table deal_turns as
with ordered as (
    select
        *,
        case kind when 'open' then event else kind end as event_then,
        case kind when 'open' then 0 when 'lost' then 1 else 2 end as rank
    from deal_steps
),

changed as (
    select *
    from ordered
    window steps as (partition by deal_id order by happened_at, recorded_at, rank, event_then, actor, reason, day_only)
    qualify lag(event_then) over steps is distinct from event_then
),

turned as (
    select
        * exclude (event_then, event),
        event_then as event,
        row_number() over turns as turn,
        lag(kind) over turns as kind_before,
        lag(happened_at) over turns as before_at,
        lead(kind) over turns as kind_after,
        lead(happened_at) over turns as after_at
    from changed
    window turns as (partition by deal_id order by happened_at, recorded_at, rank, event_then, actor, reason, day_only)
)

select
    *,
    kind = 'open' or kind_after is null or kind_after = 'open' and after_at > happened_at as is_kept
from turned;
