-- How many rows each part has, of all tables, the most first.

select
    funnel_review_part as part,
    count(*) as row_count
from routed_rows
group by funnel_review_part
order by row_count desc, part;
