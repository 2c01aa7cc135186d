-- holds: What loaded and then counts for nothing, by kind; no slice narrows it.
-- sliced by: nothing; an import is looked at whole
-- counts: kinds of records
-- personal: nothing
select
    kind,
    records,
    sentence
from warehouse.import_remarks
