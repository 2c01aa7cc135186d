-- One row per counted event of a deal that is neither an outcome nor a reopening: a move to a stage, or a push.
create table deal_moves as
select
    deal_key,
    spell::integer as spell,
    happened_at,
    event,
    is_move
from deal_log
where rank in (1, 2)
order by deal_key, happened_at, is_move desc, event;
