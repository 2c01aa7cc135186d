-- title: Imported files
-- question: What became of every row of every file?
-- grain: one row per file
-- caveat: No slice narrows it: an import is looked at whole.

with counted as (
    from import_files
)

select
    file,                                                   -- the file, as it was named
    read,                                                   -- rows read
    loaded,                                                 -- rows that fed at least one table
    quarantined,                                            -- rows set aside with a reason
    skipped,                                                -- rows left out on purpose: filter, exact duplicate, footer
    read - loaded - quarantined - skipped as unaccounted,   -- rows nobody can account for: always 0
    blank,                                                  -- blank lines, which are no rows
    feeds,                                                  -- tables it feeds
    dialect                                                 -- how it was read, and the columns that were not
from counted
order by file
