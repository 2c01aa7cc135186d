-- The key that stands in rows that go by the most keys, of one part: it ties those to each other.

select
    own_key,
    kind,
    count(distinct home) as home_count
from named_keys
where own_key is not null
group by kind, own_key
order by home_count desc, kind, own_key
limit 1;
