-- A warning about a file as a whole.
-- $file: its label
-- $reason: a code
-- $sentence: what it means and what to do

insert into warnings (file, line, table_name, column_name, reason, sentence, value)
select $file, null, null, null, $reason, $sentence, null;
