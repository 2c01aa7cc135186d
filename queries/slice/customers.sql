-- holds: Customers, with the columns of the deal that won them and of its lead.
-- sliced by: columns of the lead, cycle
-- judged as: source, company, name, owner, account_id from lead_facts by lead_key
-- counts: customers
-- personal: email, name, deal_name
-- $as_of: the moment looked at
select
    c.started_on,
    c.churned_on,
    c.monthly_value,
    d.*
from warehouse.customers as c
inner join warehouse.deal_facts as d on c.deal_id = d.deal_id
where d.created_at < $as_of
