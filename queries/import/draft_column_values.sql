-- The values of a column, several in one cell parted. Stands behind a `with asked as (select line, … as a)`; what two
-- spellings of a value have in common is what the macro `draft_key` says.
-- $file_number, $place: the column
-- $part: which part of its links counts, text or address; '' for the whole
-- $step: so many lines are stepped over to the next that is looked at

, unlinked as (
    select case $part when 'text' then link_text(a) when 'address' then link_address(a) else a end as a
    from asked
    where a is not null and line % $step = 0
),

parted as (
    select cleaned(unnest(case when regexp_full_match(a, '[^\s;]+(?:; ?[^\s;]+)+') then string_split(a, ';') else [a] end)) as part
    from unlinked
)

select distinct
    $file_number as file_number,
    $place as place,
    $part as part,
    draft_key(part) as value
from parted
where part is not null;
