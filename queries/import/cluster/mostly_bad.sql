-- The files of which more than one row in five cannot be read, over all parts.
-- $least: fewer rows say nothing about a file
-- $reasons: why a row cannot be read

select
    files.file,
    count(*) as rejected,
    any_value(files."read") as "read"
from import_files as files
inner join quarantine as aside on files.file = aside.file
where list_contains($reasons, aside.reason) and files."read" >= $least
group by files.file
having count(*) * 5 > any_value(files."read")
order by files.file;
