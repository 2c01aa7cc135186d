-- What a Parquet file claims of itself, before anything of it is read: a few bytes can claim any number. Of several
-- counts of the same the largest.
-- $path: the file

with groups as (
    select
        row_group_id,
        max(row_group_num_rows) as row_count,
        max(num_values) as value_count,
        count(*) as columns,
        sum(total_uncompressed_size) as unpacked_bytes
    from parquet_metadata($path)
    group by row_group_id
)

select
    greatest(
        (select num_rows from parquet_file_metadata($path)),
        coalesce(sum(greatest(row_count, value_count)), 0)
    )::hugeint as row_count,
    coalesce(sum(greatest(row_count, value_count) * columns), 0)::hugeint as cells,
    coalesce(sum(unpacked_bytes), 0)::hugeint as unpacked_bytes
from groups;
