-- The values of a file that became null because of what other rows say; not those of rows that were set aside.
-- $file: the file's label
-- $file_number: the file
-- $personal: whether e-mails may be stored

insert into warnings (file, line, table_name, column_name, reason, sentence, value)
select $file, emptied.line, emptied.table_name, emptied.column_name, emptied.reason,
    replace(reasons.sentence, '{column}', emptied.column_name),
    case when $personal then emptied.value else blotted(emptied.value) end
from emptied
inner join reasons on reasons.reason = emptied.reason
where
    emptied.file_number = $file_number
    and not exists (
        select 1 from rejections
        where rejections.table_name = emptied.table_name and rejections.row_id = emptied.row_id
    )
order by emptied.line, emptied.table_name, emptied.column_name;
