-- What became of the rows of each imported file; no slice narrows it.
select
    file,
    read,
    loaded,
    quarantined,
    skipped,
    blank,
    feeds,
    dialect
from warehouse.import_files
