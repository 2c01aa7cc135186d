-- holds: Qualification cycles as they were visible at $as_of. last_entry_at is not cut there: with it a question
--   about a span of time skips the blocks of cycles that had entered their last stage before.
-- sliced by: columns of the lead, cycle
-- borrows: lead_id, created_at, email, name, company, domain, account_id from lead_facts by lead_key
-- counts: cycles
-- personal: email, name
-- $as_of: the moment looked at
select
    cycle_id,
    lead_key,
    lead_key as unit_key,
    shares_account,
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
    case when reached_mql_at < $as_of then reached_mql_at end as reached_mql_at,
    case when reached_sal_at < $as_of then reached_sal_at end as reached_sal_at,
    case when reached_sql_at < $as_of then reached_sql_at end as reached_sql_at,
    case when observed_mql_at < $as_of then observed_mql_at end as observed_mql_at,
    case when first_closed_at < $as_of then first_exit end as verdict_exit,
    case when first_closed_at < $as_of then first_closed_at end as verdict_at,
    case when first_closed_at < $as_of then exit_reason end as exit_reason,
    case when first_closed_at < $as_of then exit_actor end as exit_actor,
    visible_exit(first_exit, first_closed_at, late_won_at, $as_of) as exit,
    closes_at as closed_at,
    is_admin_close(first_exit, first_closed_at, late_won_at, $as_of) as is_admin,
    visible_answer(response_at, response_at, closes_at, $as_of) as response_at,
    visible_answer(response_mql_at, response_mql_at, closes_at, $as_of) as response_mql_at,
    visible_answer(contact_at, response_at, closes_at, $as_of) as contact_at,
    visible_answer(contact_mql_at, response_mql_at, closes_at, $as_of) as contact_mql_at,
    response_day_only,
    response_mql_day_only,
    case when worked_at < $as_of then worked_at end as worked_at,
    source,
    campaign,
    title,
    industry,
    employees,
    annual_revenue,
    country,
    region,
    owner,
    engagement_score,
    readiness_score,
    budget,
    authority,
    need,
    timing
from (
    select
        *,
        visible_close(first_closed_at, late_won_at, $as_of) as closes_at
    from warehouse.cycles
    where opened_at < $as_of
)
