-- The sentences of the reason codes.
-- $reasons: each with the code and its sentence, with {column} for the canonical column

insert into reasons by name
select unnest($reasons, recursive := true);
