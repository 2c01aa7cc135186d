-- title: What the files could have fed and did not
-- question: Which tables and columns were there to be read, of which not one value could be used?
-- grain: one row per table, or column of a table, that is empty although a file feeds it
-- caveat: No slice narrows it: an import is looked at whole.
-- $filled_tables: tables that have rows
-- $filled_columns: columns that have a value, as table.column

with fed as (
    select
        unnest(string_split(feeds, ',')) as table_name,
        file
    from import_files
    where feeds is not null
),

refused as (
    select
        table_name,
        column_name,
        reason,
        sum(records) as records
    from (
        select table_name, column_name, reason, records from warnings
        union all
        select table_name, column_name, reason, 1 as records from quarantine
    )
    where table_name is not null
    group by table_name, column_name, reason
),

empty_tables as (
    select
        f.table_name,
        null::varchar as column_name,
        list(distinct f.file order by f.file) as files,
        max(r.records)::bigint as records,
        arg_max(r.reason, (r.records, r.reason)) as reason
    from fed as f
    left join refused as r on f.table_name = r.table_name
    where not list_contains($filled_tables::varchar[], f.table_name)
    group by f.table_name
),

empty_columns as (
    select
        table_name,
        column_name,
        []::varchar[] as files,
        max(records)::bigint as records,
        arg_max(reason, (records, reason)) as reason
    from refused
    where
        list_contains($filled_tables::varchar[], table_name)
        and not list_contains($filled_columns::varchar[], table_name || '.' || column_name)
    group by table_name, column_name
)

select
    table_name,      -- the table
    column_name,     -- its column, null for the table as a whole
    files,           -- files that feed the table
    records,         -- rows or values refused for the commonest reason
    reason           -- that reason
from (
    from empty_tables
    union all
    from empty_columns
)
order by table_name, column_name nulls first
