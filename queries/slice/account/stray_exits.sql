-- holds: Exits before $as_of that found no cycle open, the leads of a shared account on one timeline.
-- replaces: every row
-- $as_of: the moment looked at
select
    lead_key,
    happened_at
from warehouse.account_stray_exits
where happened_at < $as_of
union all
select
    s.lead_key,
    s.happened_at
from warehouse.stray_exits as s
inner join warehouse.lead_facts as l on s.lead_key = l.lead_key
where s.happened_at < $as_of and not l.shares_account
