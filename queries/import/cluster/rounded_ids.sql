-- The columns in which every id of more than 15 digits has nothing but zeros behind the 15th, four such digits or more
-- between them, over all parts: a spreadsheet rounded them.
-- $shares: the parts' shares

select
    file,
    column_name
from read_parquet($shares)
group by file, table_name, column_name
having bool_and(are_round) and sum(digits) >= 4
order by file, table_name, column_name;
