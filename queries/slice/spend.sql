-- holds: Marketing spend by day.
-- sliced by: source, campaign; Spend has no such column, so costs cannot follow this filter; clear it or filter by
--   source.
-- values of: spend
-- counts: days of spend
-- personal: nothing
select
    "on" as spent_on,
    source,
    campaign,
    amount
from warehouse.spend
