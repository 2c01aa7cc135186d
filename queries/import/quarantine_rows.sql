-- The rejected rows of a file; the first thing wrong with a row is what it is set aside for.
-- A row that fed another table after all is loaded, and what was wrong is a warning.
-- $file_number: the file

create or replace temp table set_aside as
select
    line,
    table_name,
    column_name,
    reason,
    line in (select line from loaded_anyway) as is_loaded,
    row_number() over (partition by line order by feed, table_name) = 1 as is_first
from rejections
where file_number = $file_number and outcome = 'quarantined';
