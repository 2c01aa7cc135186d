-- The rows whose required reference names no row that is there.
-- $table: the canonical table being loaded
-- $column: the column that refers

insert into rejections
select $table, loading.row_id, loading.file_number, loading.line, loading.feed, $column, 'orphan', 'quarantined'
from loading
anti join referred on referred.row_key = loading.reference;
