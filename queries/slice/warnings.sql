-- Values the import could not use and left empty, those it doubts, and remarks on whole files; no slice narrows them.
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
