-- The values of a column, several in one cell parted. Stands behind a `with asked as (select line, … as a)`.
-- $file_number, $place: the column
-- $is_email: its values are addresses
-- $step: so many lines are stepped over to the next that is looked at

, parted as (
    select cleaned(unnest(case when regexp_full_match(a, '[^\s;]+(?:; ?[^\s;]+)+') then string_split(a, ';') else [a] end)) as part
    from asked
    where a is not null and line % $step = 0
)

select distinct
    $file_number as file_number,
    $place as place,
    case
        when $is_email then address_key(part)
        when regexp_full_match(part, '0[0-2][a-zA-Z0-9]{13}([a-zA-Z0-9]{3})?') then coalesce(salesforce_id(part), lookup_id(part))
        else lookup_id(part)
    end as value
from parted
where part is not null;
