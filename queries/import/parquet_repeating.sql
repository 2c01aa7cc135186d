-- The columns of text that may hold far more than they take in the file, as a value written once can stand in many rows,
-- and how much all of it is together at most. Of values of one length that is exact.
-- $path: the file

with chunks as (
    select
        path_in_schema as name,
        type = 'FIXED_LEN_BYTE_ARRAY' as is_fixed,
        num_values,
        total_uncompressed_size,
        contains(encodings, 'DICTIONARY') as has_dictionary,
        contains(encodings, 'DELTA_BYTE_ARRAY') as has_prefixes
    from parquet_metadata($path)
    where type in ('BYTE_ARRAY', 'FIXED_LEN_BYTE_ARRAY')
)

select
    chunks.name,
    sum(if(chunks.is_fixed, lengths.type_length, chunks.total_uncompressed_size)::hugeint * chunks.num_values) as most_bytes,
    bool_and(chunks.is_fixed) as is_exact,
    bool_or(chunks.has_prefixes) as has_prefixes
from chunks
left join (select name, try_cast(type_length as bigint) as type_length from parquet_schema($path)) as lengths
    on lengths.name = chunks.name
where chunks.has_dictionary or chunks.has_prefixes
group by chunks.name
order by chunks.name;
