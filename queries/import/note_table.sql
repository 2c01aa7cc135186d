-- The canonical table a table of the mapping is settled into.
-- $table: its name
-- $canonical: the other's

insert into fed_tables
values ($table, $canonical);
