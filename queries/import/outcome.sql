-- How the staged rows of a file ended, each counted on its own.
-- $file_number: the file
-- $file: its label

select
    (select count(*) from staged_rows) as staged,
    (select count(*) from rejected_rows) as rejected,
    (select count(*) from accepted_rows) as loaded,
    (select count(*) from quarantine where file = $file) as quarantined,
    (
        select count(distinct line)
        from rejections
        where
            file_number = $file_number
            and outcome = 'skipped'
            and line not in (select line from loaded_anyway)
            and line not in (select line from set_aside)
    ) as duplicates,
    (select count(*) from filtered_rows) as filtered;
