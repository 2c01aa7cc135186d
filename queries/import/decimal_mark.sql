-- Which decimal mark a column's numbers have. Stands behind a `with asked as (select … as text)`.
-- $whole: whether the column holds whole numbers, so that a mark before other digits than 0 is none

, read_both_ways as (
    select
        text,
        as_number(text, '.') as with_point,
        as_number(text, ',') as with_comma
    from asked
    where text is not null and regexp_matches(text, '[.,]')
),

marked as (
    select
        text,
        as_sane(with_point) as with_point,
        as_sane(with_comma) as with_comma
    from read_both_ways
),

readable as (
    select
        text,
        case when not $whole or with_point = round(with_point) then with_point end as with_point,
        case when not $whole or with_comma = round(with_comma) then with_comma end as with_comma
    from marked
)

select
    count(*) filter (where with_point <> with_comma) as both_ways,
    count(*) filter (where with_point is not null and with_comma is null) as only_point,
    count(*) filter (where with_comma is not null and with_point is null) as only_comma,
    (list(distinct text order by text) filter (where with_point <> with_comma))[1:3] as samples,
    min(text) filter (where with_point is not null and with_comma is null) as a_point,
    min(text) filter (where with_comma is not null and with_point is null) as a_comma
from readable;
