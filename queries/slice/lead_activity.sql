-- What happened to leads before $as_of: their entries and exits, and what their deals did.
-- $as_of: the moment looked at
select
    lead_key,
    lead_key as unit_key,
    happened_at
from warehouse.lead_activity
where happened_at < $as_of
