-- title: Values left empty or doubted, by reason
-- question: Which values could not be used or are doubted, and why?
-- grain: one row per reason, file and column
-- caveat: No slice narrows it: an import is looked at whole.

with counted as (
    select
        reason,
        file,
        table_name,
        column_name,
        sum(records)::bigint as records,
        min(sentence) as sentence
    from warnings
    group by reason, file, table_name, column_name
)

select
    reason,         -- reason code
    file,           -- the file
    table_name,     -- table the row should have fed
    column_name,    -- column that broke the rule
    records,        -- values left empty or doubted, and remarks on whole files
    sentence        -- what is wrong and what to do
from counted
order by records desc, reason, file, table_name, column_name
