-- What loaded and then counts for nothing, by kind; no slice narrows it.
select
    kind,
    records,
    sentence
from warehouse.import_remarks
