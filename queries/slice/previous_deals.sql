-- What an earlier generation held of each deal (renewals aside) that was open at its moment, sliced by what it held.
select *
from warehouse.previous_open_deals
