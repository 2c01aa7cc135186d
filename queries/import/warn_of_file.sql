-- A warning about a file as a whole.
-- $file: its label
-- $reason: a code
-- $sentence: what it means and what to do

insert into warnings
select $file, null, null, null, $reason, $sentence, null;
