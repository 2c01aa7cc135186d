-- What the marks of one pass mean.
-- $faults: each with the kind of its mark, its code, the column and the reason

insert into faults by name
select
    $table_name as table_name,
    $file_number as file_number,
    $feed as feed,
    unnest($faults, recursive := true);
