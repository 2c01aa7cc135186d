-- A word for each row whose record was merged away.
-- $table: the canonical table being loaded
-- $column: its key

insert into noted
select loading.file_number, loading.line, $table, $column, 'merged_away', survivors.merged_id || ' → ' || survivors.survivor_id
from loading
inner join survivors on survivors.records = $table and survivors.merged_id = loading.row_key;
