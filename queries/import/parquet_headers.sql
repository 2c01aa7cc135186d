-- The names of a Parquet file's columns as they were written, and how each is stored; the first is that of the schema itself.
-- $path: the file

select
    name,
    type
from parquet_schema($path);
