-- holds: What loaded and then counts for nothing, one row each; no slice narrows it.
-- sliced by: nothing; an import is looked at whole
-- counts: records
-- personal: nothing
select
    kind,
    lead_id,
    deal_id,
    happened_at,
    event
from warehouse.import_remark_records
