-- Every cycle belongs to a lead that is there.
select
    cycles.cycle_id,
    cycles.lead_key
from cycles
anti join lead_facts as leads on cycles.lead_key = leads.lead_key;
