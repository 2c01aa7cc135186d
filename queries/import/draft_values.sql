-- The values of the columns that may name records, of all files a mapping is drafted for.

create or replace temp table draft_values (
    file_number integer,
    place integer,
    part varchar,
    value varchar
);
