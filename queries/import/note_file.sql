-- The label of a file, for what is said of its rows later.
-- $file_number: the file
-- $file: its label

insert into files
values ($file_number, $file);
