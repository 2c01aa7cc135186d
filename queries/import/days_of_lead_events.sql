-- Events of leads given as a day alone: on the local day their lead came in they count at that moment, as nothing happens
-- to a lead before it is there. They stay at local midnight on every other day.

update loading_lead_events as events
set "at" = leads.created_at
from loading_leads as leads
where
    events.day_only and events.lead_id = leads.lead_id and events."at" < leads.created_at
    and (events."at" + shift_at(events."at"))::date = (leads.created_at + shift_at(leads.created_at))::date;
