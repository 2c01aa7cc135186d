-- The rejected rows of a file; the first thing wrong with a row is what it is set aside for.
-- A row that fed another table after all is loaded, and what was wrong is a warning.
-- $file_number: the file

create or replace temp table set_aside as
select
    line,
    coalesce(fed_tables.canonical, rejections.table_name) as table_name,
    column_name,
    reason,
    line in (select line from loaded_anyway) as is_loaded,
    row_number() over (partition by line order by feed, rejections.table_name) = 1 as is_first
from rejections
left join fed_tables on rejections.table_name = fed_tables.table_name
where file_number = $file_number and outcome = 'quarantined';
