-- Events of deals given as a day alone: on the local day their deal was created they count at that moment, as nothing
-- happens to a deal before it is there. They stay at local midnight on every other day.

update loading_deal_events as events
set "at" = deals.created_at
from loading_deals as deals
where
    events.day_only and events.deal_id = deals.deal_id and events."at" < deals.created_at
    and (events."at" + shift_at(events."at"))::date = (deals.created_at + shift_at(deals.created_at))::date;
