-- One row for each key. Stands behind a `with matches as (select … as looked_up, … as found)`.

select
    looked_up,
    min(found) as found,
    count(distinct found) as matches,
    case when count(distinct found) > 1 then string_agg(distinct found, chr(31) order by found) end as several
from matches
where looked_up is not null and found is not null
group by looked_up;
