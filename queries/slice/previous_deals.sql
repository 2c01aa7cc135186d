-- What the generation before held of each deal (renewals aside) that was open there.
select
    deal_id,
    amount
from warehouse.previous_open_deals
