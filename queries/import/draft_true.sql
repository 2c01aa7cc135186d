-- Of words, those that say yes.
-- $words: the words
select word
from (select unnest($words::varchar[]) as word)
where as_boolean(word)
