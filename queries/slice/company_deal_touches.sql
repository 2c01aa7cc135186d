-- holds: Touches by people of deals and of their leads, before $as_of; no slice narrows them.
-- sliced by: nothing; deals are joined to it that are sliced
-- counts: touches
-- personal: nothing
-- $as_of: the moment looked at
select
    deal_key,
    happened_at,
    is_outbound
from warehouse.deal_touches
where happened_at < $as_of
