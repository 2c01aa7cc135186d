-- The rows that break a rule of their own.
-- $table: the canonical table being loaded

insert into rejections
select $table, loading.row_id, loading.file_number, loading.line, loading.feed, faults.column_name, faults.reason, 'quarantined'
from loading
inner join faults
    on
        faults.table_name = $table
        and faults.kind = 'problem'
        and faults.file_number = loading.file_number
        and faults.feed = loading.feed
        and faults.code = loading.problem
where loading.problem is not null;
