-- holds: What happened to leads before $as_of: their entries and exits, and what their deals did.
-- sliced by: nothing; what happened to an account counts for each of its leads, and cycles are joined to it that are
--   sliced
-- counts: events
-- personal: nothing
-- $as_of: the moment looked at
select
    lead_key as unit_key,
    happened_at
from warehouse.lead_activity
where happened_at < $as_of
