-- holds: Values the import could not use and left empty, those it doubts, and remarks on whole files; no slice
--   narrows them.
-- sliced by: nothing; an import is looked at whole
-- counts: values
-- personal: value
select
    file,
    line,
    table_name,
    column_name,
    reason,
    sentence,
    value,
    records
from warehouse.warnings
