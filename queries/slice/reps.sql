-- The people who own leads and deals, with their team and time zone.
select
    rep,
    name,
    team,
    region,
    time_zone
from warehouse.reps
