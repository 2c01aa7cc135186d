-- Stages that differ in case alone are one stage, spelled as it was first.

update loading_deal_events as events
set event = spellings.event
from (
    select lower(event) as folded, min_by(event, row_id) as event
    from (select rowid as row_id, event from loading_deal_events) as spelled
    group by folded
    having count(distinct event) > 1
) as spellings
where lower(events.event) = spellings.folded and events.event <> spellings.event;
