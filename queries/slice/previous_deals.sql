-- holds: What an earlier generation held of each deal (renewals aside) that was open at its moment, sliced by what it
--   held.
-- sliced by: columns of the lead, cycle
-- judged as: source, company, name, owner, account_id held as lead_*
-- values of: previous_open_deals
-- counts: deals
-- personal: email, name, lead_name
select *
from warehouse.previous_open_deals
