-- holds: Touches of leads before $as_of, with the account they belong to (a waterfall with unit = "account").
-- replaces: every row
-- $as_of: the moment looked at
select
    l.account_key as unit_key,
    happened_at,
    is_human,
    is_outbound,
    is_connected
from warehouse.cycle_touches as f
inner join warehouse.lead_facts as l on f.lead_key = l.lead_key
where happened_at < $as_of
