-- holds: Events of deals as they are recorded, before $as_of; no slice narrows them.
-- sliced by: nothing; the history of one deal is looked at whole
-- counts: events
-- personal: nothing
-- $as_of: the moment looked at
select
    e.deal_id,
    e.at as happened_at,
    e.event,
    e.actor,
    e.reason
from warehouse.deal_events as e
where e.at < $as_of
