-- title: Values left empty or doubted
-- question: Which values could not be used or are doubted, and what did they say?
-- grain: one row per value
-- caveat: No slice narrows it: an import is looked at whole.
-- $reason: reason code; null for every reason
-- $file: the file; null for every file
-- $column_name: column of the value; null for every column
-- $most: records shown at the most

with chosen as (
    select *
    from warnings
    where
        ($reason is null or reason = $reason)
        and ($file is null or file = $file)
        and ($column_name is null or column_name = $column_name)
    order by file, line, table_name, column_name, reason, value
    limit $most
)

select
    file,           -- the file
    line,           -- line of the row; empty where it is about the whole file
    reason,         -- reason code
    table_name,     -- table of the value
    column_name,    -- its column
    sentence,       -- what is wrong and what to do
    value           -- the value as read
from chosen
order by file, line, table_name, column_name, reason, value
