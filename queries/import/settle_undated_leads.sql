-- The undated states become events of their leads.

insert into loading_lead_events by name
select
    lead_id,
    happened_at as "at",
    event,
    actor,
    reason,
    false as day_only,
    file_number,
    0 as line,
    0 as feed,
    0 as flaws
from undated_leads
order by lead_id, event, reason, actor;
