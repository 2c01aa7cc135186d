-- holds: Qualification cycles of accounts that several leads share (a waterfall with unit = "account"), as visible at
--   $as_of.
-- replaces: rows where shares_account
-- $as_of: the moment looked at
select
    a.cycle_id,
    a.lead_key,
    a.account_key as unit_key,
    cycle_number,
    opened_at,
    last_entry_at,
    case when inquiry_at < $as_of then inquiry_at end as inquiry_at,
    case when aql_at < $as_of then aql_at end as aql_at,
    case when mql_at < $as_of then mql_at end as mql_at,
    case when tal_at < $as_of then tal_at end as tal_at,
    case when tql_at < $as_of then tql_at end as tql_at,
    case when tgl_at < $as_of then tgl_at end as tgl_at,
    case when sal_at < $as_of then sal_at end as sal_at,
    case when sgl_at < $as_of then sgl_at end as sgl_at,
    case when sql_at < $as_of then sql_at end as sql_at,
    case when won_at < $as_of then won_at end as won_at,
    visible_exit(first_exit, first_closed_at, late_won_at, $as_of) as exit,
    visible_close(first_closed_at, late_won_at, $as_of) as closed_at,
    case when first_closed_at < $as_of then exit_reason end as exit_reason,
    is_admin_close(first_exit, first_closed_at, late_won_at, $as_of) as is_admin,
    l.* exclude (lead_key, account_key, lead_id, created_at, email, name, company, domain, account_id)
from warehouse.account_cycles as a
inner join warehouse.lead_facts as l on a.lead_key = l.lead_key
where a.opened_at < $as_of
