-- How many times of a column end in each abbreviation of a zone, '' for those that end in none, the commonest first.
-- Stands behind a `with asked as (select line, … as a)`.

select
    case when right(a, 1) > '9' and not ends_with(a, 'Z') then zone_abbreviation(with_plain_blanks(a)) else '' end as word,
    count(*) as times
from asked
where contains(a, ':')
group by word
order by times desc, word;
