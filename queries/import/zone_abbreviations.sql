-- How many times of a column end in an abbreviation of a zone. Stands behind a `with asked as (select … as text)`.

, abbreviations as (
    select zone_abbreviation(with_plain_blanks(text)) as word
    from asked
    where contains(text, ':') and right(text, 1) > '9' and not ends_with(text, 'Z')
)

select
    (select count(*) from asked where contains(text, ':')) as times,
    count(*) filter (where word <> '') as abbreviated,
    mode(word order by word) filter (where word <> '') as sample
from abbreviations;
