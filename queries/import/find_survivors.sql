-- Which record each record that was merged away has become: along a chain of merges to its end, as far as it is there.
-- Records that name each other in a ring stay as they are: none of them is the survivor.
-- $records: leads, deals or accounts

insert into survivors
with recursive merged as (
    select distinct
        merged_id,
        survivor_id
    from loading_merged_records
    where records = $records and merged_id <> survivor_id
),

reached as (
    select merged_id, survivor_id from merged
    union distinct
    select
        reached.merged_id,
        merged.survivor_id
    from reached
    inner join merged on reached.survivor_id = merged.merged_id
),

there as (
    select reached.*
    from reached
    semi join referred on referred.row_key = reached.survivor_id
)

select
    $records,
    merged_id,
    min(survivor_id) as survivor_id
from there
where survivor_id not in (select merged_id from there)
group by merged_id;
