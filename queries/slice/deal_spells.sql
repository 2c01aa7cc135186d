-- holds: Spells of deals being open, as visible at $as_of, with the columns of the deal.
-- sliced by: columns of the lead, cycle
-- judged as: source, company, name, owner, account_id from lead_facts by lead_key
-- counts: deals
-- personal: email, name, deal_name
-- $as_of: the moment looked at
select
    s.spell,
    s.opened_at,
    case when s.closed_at < $as_of then s.closed_at end as closed_at,
    case when s.closed_at < $as_of then s.outcome end as outcome,
    d.*
from warehouse.deal_spells as s
inner join warehouse.deal_facts as d on s.deal_key = d.deal_key
where s.opened_at < $as_of
