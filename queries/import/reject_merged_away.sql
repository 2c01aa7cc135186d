-- The rows of records that were merged away: the survivor's row stands for both.
-- $table: the canonical table being loaded
-- $column: its key

insert into rejections
select $table, loading.row_id, loading.file_number, loading.line, loading.feed, $column, 'merged_away', 'skipped'
from loading
inner join survivors on survivors.records = $table and survivors.merged_id = loading.row_key;
