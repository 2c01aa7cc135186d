-- The rows whose own id, or an id they need, was rounded.
-- $table: the canonical table being loaded
-- $column: the column of the ids

insert into rejections
select $table, row_id, file_number, line, feed, $column, 'id_mangled_by_spreadsheet', 'quarantined'
from rounded_ids;
