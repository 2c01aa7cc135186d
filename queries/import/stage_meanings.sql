-- What each stage is called and whether it is a closed one: told by the CRM's own table of stages, by the stage's id
-- first; else by the records that stand in it now, or stood in it, where they agree. Stages are compared whatever
-- their case.

create or replace temp table stage_meanings as
with told as (
    select lower(stage) as folded, 1 as rank, coalesce(event, stage) as event, is_closed, is_won
    from loading_stages
    union all
    select lower(event), 2, null, is_closed, is_won
    from loading_deal_records
    where event is not null
    union all
    select lower(event), 3, event, is_closed, is_won
    from loading_stages
    where event is not null
    union all
    select distinct lower(event), 4, null, is_closed, is_won
    from loading_deal_history
),

agreed as (
    select
        folded,
        rank,
        min(event) as event,
        case when bool_and(is_closed) = bool_or(is_closed) then bool_or(is_closed) end as is_closed,
        case when bool_and(is_won) = bool_or(is_won) then bool_or(is_won) end as is_won
    from told
    group by folded, rank
)

select
    folded,
    min_by(event, rank) as event,
    min_by(is_closed, rank) as is_closed,
    min_by(is_won, rank) as is_won
from agreed
group by folded;
