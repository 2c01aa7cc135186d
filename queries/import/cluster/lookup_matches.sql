-- What each lookup finds by each key: as queries/import/lookup.sql tells it of one file.

select
    lookup,
    looked_up,
    min(found) as found,
    count(distinct found) as matches,
    case when count(distinct found) > 1 then array_join(array_sort(collect_set(found)), char(31)) end as several
from lookup_rows
group by lookup, looked_up;
