-- What a Parquet file claims of itself, before anything of it is read: a few bytes can claim any number.
-- $path: the file

select
    (select num_rows from parquet_file_metadata($path)) as row_count,
    coalesce(sum(total_uncompressed_size), 0) as unpacked_bytes
from parquet_metadata($path);
