-- The columns of text that may hold far more than they take in the file, as a value written once can stand in many rows:
-- how large a value is at most, and how much all of them are together at most. Values of one length are known exactly.
-- $path: the file

with chunks as (
    select
        path_in_schema as name,
        type = 'FIXED_LEN_BYTE_ARRAY' as is_fixed,
        num_values,
        total_uncompressed_size,
        contains(encodings, 'DICTIONARY') as has_dictionary
    from parquet_metadata($path)
    where type in ('BYTE_ARRAY', 'FIXED_LEN_BYTE_ARRAY')
        and (contains(encodings, 'DICTIONARY') or contains(encodings, 'DELTA_BYTE_ARRAY'))
)

select
    chunks.name,
    max(if(chunks.is_fixed, lengths.type_length, chunks.total_uncompressed_size))::bigint as largest_value,
    sum(if(chunks.is_fixed, lengths.type_length, chunks.total_uncompressed_size)::hugeint * chunks.num_values) as most_bytes,
    bool_or(chunks.has_dictionary) as has_dictionary,
    bool_and(chunks.is_fixed) as is_exact
from chunks
left join (select name, try_cast(type_length as bigint) as type_length from parquet_schema($path)) as lengths
    on lengths.name = chunks.name
group by chunks.name
order by chunks.name;
