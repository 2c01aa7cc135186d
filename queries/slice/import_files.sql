-- holds: What became of the rows of each imported file; no slice narrows it.
-- sliced by: nothing; an import is looked at whole
-- counts: files
-- personal: nothing
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
