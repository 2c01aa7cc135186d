-- The optional references that name no row that is there.
-- $table: the canonical table being loaded
-- $column: the column that refers

insert into emptied
select $table, loading.row_id, loading.file_number, loading.line, $column, 'orphan', loading.reference
from loading
anti join referred on referred.row_key = loading.reference
where loading.reference is not null;
