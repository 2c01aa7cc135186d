-- holds: Touches of leads before $as_of, for whoever a waterfall counts.
-- sliced by: nothing; a touch of an account counts for each of its leads, and cycles are joined to it that are sliced
-- counts: touches
-- personal: nothing
-- $as_of: the moment looked at
select
    lead_key as unit_key,
    happened_at,
    is_human,
    is_outbound,
    is_connected
from warehouse.cycle_touches
where happened_at < $as_of
