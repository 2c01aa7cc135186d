-- What an import notes down while it works; gone when its connection closes.

-- What each mark of a pass means: a problem sets the row aside, a flaw made one value null.
create temp table faults (
    table_name varchar, file_number integer, feed utinyint, kind varchar, code integer, column_name varchar, reason varchar
);

-- Rows taken out of a loading table again.
create temp table rejections (
    table_name varchar, row_id bigint, file_number integer, line bigint, feed utinyint,
    column_name varchar, reason varchar, outcome varchar
);

-- Values that became null after loading, because of what other rows say.
create temp table emptied (
    table_name varchar, row_id bigint, file_number integer, line bigint, column_name varchar, reason varchar, value varchar
);

create temp table reasons (reason varchar, sentence varchar);

create temp table files (file_number integer, file varchar);

-- What somebody should know of a row that is settled with others.
create temp table noted (
    file_number integer, line bigint, table_name varchar, column_name varchar, reason varchar, value varchar
);

-- Records merged away, and the one each has become.
create temp table survivors (records varchar, merged_id varchar, survivor_id varchar);

-- Which canonical table the rows of each table end in.
create temp table fed_tables (table_name varchar, canonical varchar);

-- Of a part of a company: the ids of more than 15 digits in each column of a file, whether all of them end in zeros from
-- the 16th on, and how many such digits there are.
create temp table long_ids (file varchar, table_name varchar, column_name varchar, are_round boolean, digits bigint);

-- What open deals tell of their stages, and those that may look closed by it.
create temp table open_stages (folded varchar, is_past boolean);
create temp table perhaps_closed (file varchar, line bigint, stage varchar, folded varchar);
