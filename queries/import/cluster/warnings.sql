-- The warnings of all parts; what is said of a whole file is said once, with the records of all parts where it counts them,
-- and that it holds no row only where no part has one.
-- $shares: the parts' shares

insert into warnings by name
select
    file,
    line,
    table_name,
    column_name,
    reason,
    sentence,
    "value",
    case when reason = 'day_precision' then sum(records) else max(records) end::bigint as records
from read_parquet($shares)
where reason <> 'no_rows' or file in (select file from import_files where "read" = 0)
group by file, line, table_name, column_name, reason, sentence, "value"
order by file, line, table_name, column_name, reason, "value";
