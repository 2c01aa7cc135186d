-- How often a column's text is the person or the company of the address beside it. Stands behind a
-- `with asked as (select line, … as a, … as b)`: a is the address, b the text.

, parted as (
    select
        regexp_replace(strip_accents(lower(split_part(a, '@', 1))), '[^a-z]', '', 'g') as person,
        regexp_replace(strip_accents(lower(split_part(a, '@', 2))), '[^a-z]', '', 'g') as company,
        regexp_extract_all(strip_accents(lower(b)), '[a-z]{3,}') as words,
        contains(trim(b), ' ') as is_several
    from asked
    where a is not null and b is not null
)

select
    count(*) as "rows",
    count(*) filter (where len(words) > 0 and len(list_filter(words, lambda word: not contains(person, word))) = 0) as persons,
    count(*) filter (where len(words) > 0 and contains(company, words[1])) as companies,
    count(*) filter (where is_several) as several,
    avg(instr(person, words[1])) as place
from parted;
