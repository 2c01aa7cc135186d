-- holds: Touches before $as_of, with the lead, deal and cycle they belong to.
-- sliced by: lead_key of leads, deal_key of deals
-- counts: touches
-- personal: nothing
-- $as_of: the moment looked at
select
    touch_row,
    lead_key,
    deal_key,
    cycle_id,
    happened_at,
    is_human,
    is_outbound,
    is_connected,
    is_personal
from warehouse.cycle_touches
where happened_at < $as_of
