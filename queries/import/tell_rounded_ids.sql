-- The long ids of each file in one column, as find_rounded_ids.sql tells whether a spreadsheet rounded them: a part of a
-- company sees too few.
-- $table: the table being loaded
-- $column: the column of the ids

insert into long_ids
select
    files.file,
    $table,
    $column,
    bool_and(rtrim(substr(loading.reference, 16), '0') = ''),
    sum(length(loading.reference) - 15)
from loading
inner join files on loading.file_number = files.file_number
where length(loading.reference) > 15 and regexp_full_match(loading.reference, '\d+')
group by files.file;
