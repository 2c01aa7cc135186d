-- Working time per calendar, day by day, with the working minutes that came before each day.
select
    calendar,
    opens_at,
    closes_at,
    minutes_before
from {calendar}
