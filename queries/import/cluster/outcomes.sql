-- What became of each file's rows.

select
    file,
    "read",
    loaded,
    quarantined,
    skipped
from import_files
order by file;
