-- The references that change once the rows they name are loaded: an id that was merged away becomes its survivor's, and
-- of several ids in one cell the first that is there stays; none there, the first.
-- $records: the table referred to

create or replace temp table resolved as
with named as (
    select
        row_id,
        unnest(string_split(reference, chr(31))) as id,
        generate_subscripts(string_split(reference, chr(31)), 1) as place
    from loading
    where are_several_ids(reference)
    union all
    select
        loading.row_id,
        loading.reference as id,
        1 as place
    from loading
    semi join survivors on survivors.records = $records and survivors.merged_id = loading.reference
),

told as (
    select
        named.row_id,
        named.place + case when referred.row_key is null then 1000000 else 0 end as place,
        coalesce(survivors.survivor_id, named.id) as row_key,
        survivors.merged_id
    from named
    left join survivors on survivors.records = $records and survivors.merged_id = named.id
    left join referred on referred.row_key = coalesce(survivors.survivor_id, named.id)
)

select
    row_id,
    min_by(row_key, place) as row_key,
    min_by(struct_pack(merged_id := merged_id), place).merged_id as merged_from
from told
group by row_id;
