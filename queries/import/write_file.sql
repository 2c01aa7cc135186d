-- One line of import_files; the parameters are its columns.

insert into import_files by name
select
    $file as file, $sha256 as sha256, $read as read, $loaded as loaded, $quarantined as quarantined,
    $skipped as skipped, $blank as blank, $feeds as feeds, $dialect as dialect;
