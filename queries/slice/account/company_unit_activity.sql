-- holds: What happened to the leads of accounts before $as_of (a waterfall with unit = "account").
-- replaces: every row
-- $as_of: the moment looked at
select
    l.account_key as unit_key,
    happened_at
from warehouse.lead_activity as f
inner join warehouse.lead_facts as l on f.lead_key = l.lead_key
where happened_at < $as_of
