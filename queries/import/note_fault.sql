-- One line of faults; the parameters are its columns.

insert into faults by name
select
    $table_name as table_name, $file_number as file_number, $feed as feed, $kind as kind, $code as code,
    $column_name as column_name, $reason as reason;
