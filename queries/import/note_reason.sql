-- The sentence of a reason code.
-- $reason: the code
-- $sentence: with {column} for the canonical column

insert into reasons
values ($reason, $sentence);
