-- What loaded and then counts for nothing, by kind, most first.

select kind, records, sentence
from import_remarks
order by records desc, kind;
