-- One row for each key. Stands behind a `with matches as (select … as looked_up, … as found)`.

select looked_up, min(found) as found, count(distinct found) as matches
from matches
where looked_up is not null and found is not null
group by looked_up;
