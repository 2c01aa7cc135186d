-- Rows that say again what an earlier row said, and rows that give a key a second meaning.
-- A row equal to an earlier one in every column is skipped; of the others with one key the first stays.
-- $table: the canonical table being loaded
-- $column: its key, null when rows have none: then only equal rows are looked for

insert into rejections
select $table, row_id, file_number, line, feed, $column, case when same > 1 then 'exact_duplicate' else 'duplicate_id' end,
    case when same > 1 then 'skipped' else 'quarantined' end
from (
    select
        *,
        row_number() over (partition by row_key, row_values order by row_id) as same,
        row_number() over (partition by row_key order by row_id) as of_key
    from loading
    where row_hash in (select row_hash from loading group by row_hash having count(*) > 1)
) as candidates
where same > 1 or ($column is not null and of_key > 1);
