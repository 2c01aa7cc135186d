-- What happened to leads before $as_of: their entries and exits, and what their deals did.
select
    lead_key,
    lead_key as unit_key,
    happened_at
from warehouse.lead_activity
where happened_at < $as_of
