-- That times of a file are days without a time: one warning, with their number.
-- $file: the file's label
-- $table: the canonical table
-- $days: how many of its rows have no time

insert into warnings by name
select
    $file as file, $table as table_name, 'at' as column_name, 'day_precision' as reason,
    replace(sentence, '{column}', 'at') as sentence, $days::bigint as records
from reasons
where reason = 'day_precision';
