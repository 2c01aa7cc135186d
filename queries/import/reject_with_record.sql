-- The events of rows whose record repeats a key: what belongs to the first row is not mixed with the second's.
-- $table: the canonical table being loaded

insert into rejections
select $table, loading.row_id, loading.file_number, loading.line, loading.feed, null, 'duplicate_id', 'quarantined'
from loading
where (loading.file_number, loading.line) in (
    select (file_number, line) from rejections where reason = 'duplicate_id' and table_name <> $table
);
