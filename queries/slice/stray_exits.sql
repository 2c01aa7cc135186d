-- holds: Exits before $as_of that found no cycle open.
-- sliced by: lead_key of leads
-- counts: exits
-- personal: nothing
-- $as_of: the moment looked at
select
    lead_key,
    happened_at
from warehouse.stray_exits
where happened_at < $as_of
