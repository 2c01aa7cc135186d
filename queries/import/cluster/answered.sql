-- What the rows find that look something up.

select
    a.file,
    a.line,
    a.lookup,
    a.looked_up,
    m.found,
    m.matches,
    m.several
from asked as a
inner join lookup_matches as m on a.lookup = m.lookup and a.looked_up = m.looked_up;
