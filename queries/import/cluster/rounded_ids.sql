-- The columns of ids in which every one of more than 15 digits has nothing but zeros behind the 15th, four such digits or
-- more between them: a spreadsheet rounded them.

select name
from ids
where length(id) > 15 and regexp_like(id, '^[0-9]+$')
group by name
having bool_and(rtrim('0', substr(id, 16)) = '') and sum(length(id) - 15) >= 4
order by name;
