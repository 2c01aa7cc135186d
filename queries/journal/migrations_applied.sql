-- The migrations a journal has had, in their order.
select
    number,
    name
from migrations
order by number
