-- Touches given as a day alone: on the local day their lead came in, or of a touch without lead on the day its deal was
-- created, they count at that moment. They stay at local midnight on every other day.

update loading_touches as touches
set "at" = subjects.created_at
from (
    select t.rowid as touch_row, coalesce(l.created_at, d.created_at) as created_at
    from loading_touches as t
    left join loading_leads as l on t.lead_id = l.lead_id
    left join loading_deals as d on t.lead_id is null and t.deal_id = d.deal_id
    where t.day_only
) as subjects
where
    touches.rowid = subjects.touch_row and touches."at" < subjects.created_at
    and (touches."at" + shift_at(touches."at"))::date
    = (subjects.created_at + shift_at(subjects.created_at))::date;
