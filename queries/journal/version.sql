-- The last version of a subject, 0 when nothing is written of it.
select coalesce(max(version), 0) as version
from entries
where subject = :subject
