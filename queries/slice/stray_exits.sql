-- Exits before $as_of that found no cycle open.
-- $as_of: the moment looked at
select
    lead_key,
    happened_at
from warehouse.stray_exits
where happened_at < $as_of
