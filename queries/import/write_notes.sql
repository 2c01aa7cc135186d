-- What was noted of rows while they were settled becomes warnings.
-- $personal: whether e-mails may be stored

insert into warnings by name
select
    files.file,
    noted.line,
    noted.table_name,
    noted.column_name,
    noted.reason,
    replace(reasons.sentence, '{column}', coalesce(noted.column_name, '')) as sentence,
    case when $personal then noted.value else blotted(noted.value) end as value
from noted
inner join files on noted.file_number = files.file_number
inner join reasons on noted.reason = reasons.reason
order by noted.file_number, noted.line, noted.table_name, noted.reason, noted.value;
