-- Touches before $as_of, with the lead, deal and cycle they belong to.
-- $as_of: the moment looked at
select
    touch_row,
    lead_key,
    lead_key as unit_key,
    deal_key,
    cycle_id,
    happened_at,
    is_human,
    is_outbound,
    is_connected,
    is_personal
from warehouse.cycle_touches
where happened_at < $as_of
