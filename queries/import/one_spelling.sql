-- Stages that differ in case alone are one stage, spelled as it was first in time: not in a file, whose rows may come in
-- any order.

update loading_deal_events as events
set event = spellings.event
from (
    select lower(event) as folded, min_by(event, (happened_at, event)) as event
    from (select event, "at" as happened_at from loading_deal_events) as spelled
    group by folded
    having count(distinct event) > 1
) as spellings
where lower(events.event) = spellings.folded and events.event <> spellings.event;
