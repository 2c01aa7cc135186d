-- Rows the import set aside, with the reason; no slice narrows them.
select
    file,
    line,
    table_name,
    column_name,
    reason,
    sentence,
    raw
from warehouse.quarantine
