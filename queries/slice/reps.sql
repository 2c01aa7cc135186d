-- holds: The people who own leads and deals, with their team and time zone.
-- sliced by: nothing; they are joined to leads and deals that are sliced
-- counts: people
-- personal: name
select
    rep,
    name,
    team,
    region,
    time_zone
from warehouse.reps
