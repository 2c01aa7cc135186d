-- A lead is in one cycle at a time: the next opens when the one before has closed, and they are numbered from 1.
select
    later.cycle_id,
    later.lead_key
from cycles as later
left join cycles as before on later.lead_key = before.lead_key and before.cycle_number = later.cycle_number - 1
where later.cycle_number > 1 and (before.first_closed_at is null or before.first_closed_at > later.opened_at);
