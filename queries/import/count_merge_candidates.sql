-- How many leads may be somebody who is there twice: their e-mail, or their name and company, is another lead's too.
-- queries/data/merge_candidates.sql lists them.

with said as (
    select
        case when contains(email, '@') then lower(email) end as address,
        lower(name) || chr(31) || lower(company) as person
    from leads
),

addresses as (
    select address from said where address is not null group by address having count(*) > 1
),

people as (
    select person from said where person is not null group by person having count(*) > 1
)

select count(*) as leads
from said
where address in (select address from addresses) or person in (select person from people);
