-- Columns of two files that share values: how many each has, and how many both. Of links each part counts by itself,
-- for the column that names: what is named has ids, addresses or names that are no links.

with counted as (
    select
        file_number,
        place,
        part,
        count(*) as kinds
    from draft_values
    where value is not null
    group by file_number, place, part
),

met as (
    select
        naming.file_number,
        naming.place,
        naming.part,
        named.file_number as target_number,
        named.place as target_place,
        count(*) as shared
    from draft_values as naming
    inner join draft_values as named on naming.value = named.value and naming.file_number <> named.file_number
    where named.part = ''
    group by all
)

select
    met.file_number,
    met.place,
    met.part,
    met.target_number,
    met.target_place,
    ours.kinds as values_here,
    theirs.kinds as values_there,
    met.shared
from met
inner join counted as ours on met.file_number = ours.file_number and met.place = ours.place and met.part = ours.part
inner join counted as theirs on met.target_number = theirs.file_number and met.target_place = theirs.place and theirs.part = ''
order by all;
