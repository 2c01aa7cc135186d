-- title: The records that count for nothing
-- question: Which records are these?
-- grain: one row per record
-- caveat: No slice narrows it: an import is looked at whole.
-- $kind: only records of this kind; null for every kind
-- $most: records shown at the most

with chosen as (
    select *
    from import_remark_records
    where $kind::varchar is null or kind = $kind
)

select
    kind,             -- what kind of record
    lead_id,          -- the lead's key in the CRM
    deal_id,          -- the deal's key in the CRM
    happened_at,      -- when it happened (UTC)
    event             -- what it says happened
from chosen
order by kind, happened_at, lead_id, deal_id, event
limit $most
