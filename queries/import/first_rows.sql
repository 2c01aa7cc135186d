-- The first rows of a table of a finished generation, for a look at them before an import.
-- They stand in the order of the files.
-- $table: its name
-- $most: rows at the most

select *
from query_table($table)
limit $most;
