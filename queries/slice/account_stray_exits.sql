-- Exits before $as_of that found no cycle of the account open.
select
    lead_key,
    happened_at,
    event
from warehouse.account_stray_exits
where happened_at < $as_of
