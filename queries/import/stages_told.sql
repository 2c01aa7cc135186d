-- What is told of each stage, and by what: 1, the CRM's own table of stages by the stage's id; 2, the records that stand
-- in it now; 3, that table by the stage's name; 4, the histories. Stages are compared whatever their case. What the parts
-- of a company tell adds up to what the whole does.

create or replace temp table stages_told as
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
)

select
    folded,
    rank,
    min(event) as event,
    bool_and(is_closed) as all_closed,
    bool_or(is_closed) as any_closed,
    bool_and(is_won) as all_won,
    bool_or(is_won) as any_won
from told
group by folded, rank;
