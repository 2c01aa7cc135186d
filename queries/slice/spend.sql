-- holds: Marketing spend by day.
-- sliced by: source, campaign; money has no other column of a lead, so it is whole under a filter on one
-- values of: spend
-- counts: days of spend
-- personal: nothing
select
    "on" as spent_on,
    source,
    campaign,
    amount
from warehouse.spend
