-- title: The import in sum
-- question: How many rows were read, loaded and set aside in all, and how many values and records were left out?
-- grain: one row
-- caveat: No slice narrows it: an import is looked at whole. Pairs of leads that may be one person are no values.

with files as (
    select
        coalesce(sum(read), 0)::bigint as read,
        coalesce(sum(loaded), 0)::bigint as loaded,
        coalesce(sum(quarantined), 0)::bigint as quarantined,
        coalesce(sum(skipped), 0)::bigint as skipped
    from import_files
),

aside as (
    select count(*) as rows_aside
    from quarantine
),

doubted as (
    select coalesce(sum(records) filter (where reason != 'merge_candidates'), 0)::bigint as values_doubted
    from warnings
),

nothing as (
    select coalesce(sum(records), 0)::bigint as counted_for_nothing
    from import_remarks
)

select
    read,                  -- rows read of all files
    loaded,                -- of these, rows that fed at least one table
    quarantined,           -- of these, rows set aside
    skipped,               -- of these, rows left out on purpose
    rows_aside,            -- rows set aside, for whichever reason
    values_doubted,        -- values left empty or doubted, and remarks on whole files
    counted_for_nothing    -- records that were loaded and then count for nothing
from files
cross join aside
cross join doubted
cross join nothing
