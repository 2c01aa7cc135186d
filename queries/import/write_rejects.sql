-- The rows the reader could not take apart.
-- $file: the file's label
-- $table: the canonical table they should have fed
-- $personal: whether e-mails may be stored

insert into quarantine
select $file, line, $table, null, reason, sentence, case when $personal then raw else '***' end
from rejected_rows
order by line;
