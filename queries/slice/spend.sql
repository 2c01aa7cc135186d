-- Marketing spend by day.
select
    "on" as spent_on,
    source,
    campaign,
    amount
from warehouse.spend
