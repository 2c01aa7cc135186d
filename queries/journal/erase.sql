-- The text of an entry is gone; its digest stays.
update entries
set body = null
where seq = :seq
