-- How many values of an unknown column a date picture reads. Stands behind a `with asked as (select … as text)`.
-- $shape, $formats: the picture

select count(from_picture(text, $shape, $formats)) as read_by_it
from asked;
