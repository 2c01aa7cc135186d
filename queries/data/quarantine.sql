-- title: Rows set aside
-- question: Which rows were set aside, and what was in them?
-- grain: one row per quarantined row
-- caveat: No slice narrows it: an import is looked at whole.
-- $reason: reason code; null for every reason
-- $file: the file; null for every file
-- $column_name: column that broke the rule; null for every column
-- $most: rows shown at the most

with chosen as (
    select *
    from quarantine
    where
        ($reason is null or reason = $reason)
        and ($file is null or file = $file)
        and ($column_name is null or column_name = $column_name)
    order by file, line, column_name, reason
    limit $most
)

select
    file,           -- the file
    line,           -- line of the row's first line; the header is line 1
    reason,         -- reason code
    table_name,     -- table the row should have fed
    column_name,    -- column that broke the rule
    sentence,       -- what is wrong and what to do
    raw             -- the row as read
from chosen
order by file, line, column_name, reason
