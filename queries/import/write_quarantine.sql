-- The rows of a file that no table took, each for the first thing wrong with it.
-- $file: the file's label

insert into quarantine
select $file, set_aside.line, set_aside.table_name, set_aside.column_name, set_aside.reason,
    replace(reasons.sentence, '{column}', coalesce(set_aside.column_name, '')), raw_rows.raw
from set_aside
inner join reasons on reasons.reason = set_aside.reason
inner join raw_rows on raw_rows.line = set_aside.line
where set_aside.is_first and not set_aside.is_loaded
order by set_aside.line;
