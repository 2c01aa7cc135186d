-- What the rows of each part find that they look up, each once.

select distinct
    coalesce(p.funnel_review_part, 0) as funnel_review_part,
    a.lookup,
    a.looked_up,
    a.found,
    a.matches,
    a.several
from answered as a
left join row_parts as p on a.file = p.file and a.line = p.line;
