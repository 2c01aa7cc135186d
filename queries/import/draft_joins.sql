-- Columns of two files that share values: how many each has, and how many both.

with counted as (
    select
        file_number,
        place,
        count(*) as kinds
    from draft_values
    where value is not null
    group by file_number, place
),

met as (
    select
        naming.file_number,
        naming.place,
        named.file_number as target_number,
        named.place as target_place,
        count(*) as shared
    from draft_values as naming
    inner join draft_values as named on naming.value = named.value and naming.file_number <> named.file_number
    group by all
)

select
    met.file_number,
    met.place,
    met.target_number,
    met.target_place,
    ours.kinds as values_here,
    theirs.kinds as values_there,
    met.shared
from met
inner join counted as ours on met.file_number = ours.file_number and met.place = ours.place
inner join counted as theirs on met.target_number = theirs.file_number and met.target_place = theirs.place
order by all;
