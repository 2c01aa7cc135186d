-- Of every file, the rows read are the rows loaded, set aside and skipped.
select
    file,
    read,
    loaded,
    quarantined,
    skipped
from import_files
where read <> loaded + quarantined + skipped;
