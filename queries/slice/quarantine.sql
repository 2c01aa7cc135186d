-- holds: Rows the import set aside, with the reason; no slice narrows them.
-- sliced by: nothing; an import is looked at whole
-- counts: rows
-- personal: raw
select
    file,
    line,
    table_name,
    column_name,
    reason,
    sentence,
    raw
from warehouse.quarantine
