-- What each stage is called and whether it is a closed one: told by the CRM's own table of stages, by the stage's id
-- first; else by the records that stand in it now, or stood in it, where they agree. Stages are compared whatever
-- their case.

create or replace temp table stage_meanings as
with agreed as (
    select
        folded,
        rank,
        event,
        case when all_closed = any_closed then any_closed end as is_closed,
        case when all_won = any_won then any_won end as is_won
    from stages_told
)

select
    folded,
    min_by(event, rank) as event,
    min_by(is_closed, rank) as is_closed,
    min_by(is_won, rank) as is_won
from agreed
group by folded;
