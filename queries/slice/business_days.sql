-- holds: Working time per calendar, day by day, with the working minutes that came before each day.
-- sliced by: nothing; working time is the company's
-- counts: days
-- personal: nothing
select
    calendar,
    opens_at,
    closes_at,
    minutes_before
from {calendar}
