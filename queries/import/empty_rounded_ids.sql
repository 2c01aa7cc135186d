-- The ids that rows can do without and that were rounded.
-- $table: the canonical table being loaded
-- $column: the column of the ids

insert into emptied
select $table, row_id, file_number, line, $column, 'id_mangled_by_spreadsheet', reference
from rounded_ids;
