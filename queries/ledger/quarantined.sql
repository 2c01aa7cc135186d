-- The parts of each row that a later generation (`after`) set aside: one of them may be an id or the name of an event.
create temp table quarantined as
select distinct
    table_name,
    list_transform(regexp_split_to_array(raw, '[,;|"{}:\t\[\]]+'), lambda part: trim(part)) as parts
from after.quarantine
where table_name in ('leads', 'deals', 'lead_events', 'deal_events', 'touches');
