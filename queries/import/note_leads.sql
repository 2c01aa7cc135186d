-- A word for each lead whose state nothing dates.

insert into noted
select file_number, line, 'lead_events', 'at', 'undated_status', event
from undated_leads;
