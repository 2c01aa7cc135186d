-- Every lead has a cycle: coming in opens one.
select leads.lead_id
from lead_facts as leads
anti join cycles on leads.lead_key = cycles.lead_key;
