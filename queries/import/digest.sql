-- What a loaded table holds, as two numbers that change with any of its cells.
-- $table: its name

select count(*) as row_count, coalesce(sum(hash(contents)), 0)::varchar as total
from query_table($table) as contents;
