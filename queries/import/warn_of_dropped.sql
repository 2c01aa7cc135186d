-- What a row of a file did not feed although it is loaded: another table took it.
-- $file: the file's label

insert into warnings (file, line, table_name, column_name, reason, sentence, value)
select $file, set_aside.line, set_aside.table_name, set_aside.column_name, set_aside.reason,
    'Not loaded into ' || set_aside.table_name || ': ' || replace(reasons.sentence, '{column}', coalesce(set_aside.column_name, '')),
    null
from set_aside
inner join reasons on reasons.reason = set_aside.reason
where set_aside.is_loaded
order by set_aside.line, set_aside.table_name;
