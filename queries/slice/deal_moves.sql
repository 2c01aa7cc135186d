-- holds: Moves to a stage and pushes of deals, as visible at $as_of.
-- sliced by: deal_key of deals
-- counts: moves
-- personal: nothing
-- $as_of: the moment looked at
select
    deal_key,
    spell,
    happened_at,
    event,
    is_move
from warehouse.deal_moves
where happened_at < $as_of
