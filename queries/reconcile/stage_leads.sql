-- title: Leads between two counts of MQLs or SQLs
-- question: Which enquiries does only one of the two count, for this reason?
-- grain: one row per qualification cycle, the latest first
-- adds up: rows
-- $way: handed, mql or sql, as the counts are told apart
-- $reason: why only one of them counts it
-- $rows: at most so many

with kept as (
    from reconciled_stages
    where way = $way and reason = $reason
)

select
    lead_id,                               -- key in the CRM
    name,                                  -- the lead
    company,                               -- their company
    source,                                -- where the lead came from
    owner,                                 -- who works it now
    opened_at,                             -- when the cycle opened (UTC)
    observed_mql_at as mql_at,             -- when it was seen as MQL (UTC)
    reached_mql_at as at_least_mql_at,     -- when it was an MQL or further (UTC)
    reached_sql_at as sql_at               -- when it reached SQL (UTC)
from kept
order by opened_at desc, lead_id, cycle_id
limit $rows
