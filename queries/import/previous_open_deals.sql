-- The deals (renewals aside) that were open at the moment of an earlier generation, with what it held of them: their
-- worth, what was to come next, the columns a slice needs, and of those a deal may have of its own what its lead had.
-- is_gone: this generation has no row of the deal.
-- $personal: whether e-mails and names may be stored

insert into previous_open_deals by name
select
    d.* exclude (
        deal_key, cycle_id, cycle_opened_at, cycle_first_closed_at, cycle_late_won_at, cycle_response_at, is_renewal,
        deal_name, deal_owner, currency, contacts
    ) replace (
        case when $personal then d.email end as email,
        case when $personal then d.name end as name
    ),
    l.source as lead_source,
    l.company as lead_company,
    case when $personal then l.name end as lead_name,
    l.owner as lead_owner,
    l.account_id as lead_account_id,
    d.deal_id not in (select deal_id from deals) as is_gone
from previous.deal_facts as d
inner join previous.deal_spells as s on d.deal_key = s.deal_key
left join previous.lead_facts as l on d.lead_key = l.lead_key
cross join previous.generation as g
where
    not d.is_renewal and d.created_at < g.as_of
    and s.opened_at < g.as_of and (s.closed_at is null or s.closed_at >= g.as_of)
order by d.deal_key;
