-- The names of a Parquet file's columns as they were written; the first is that of the schema itself.
-- $path: the file

select name
from parquet_schema($path);
