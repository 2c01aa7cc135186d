-- The columns of a table that have values to empty.
-- $table: the canonical table being loaded

select distinct column_name
from emptied
where table_name = $table
order by column_name;
