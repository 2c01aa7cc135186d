-- The first rows of a table of a finished generation, for a look at them before an import.
-- $table: its name
-- $most: rows at the most

select *
from query_table($table)
limit $most;
