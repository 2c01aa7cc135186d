-- What was recorded of a lead only because it was merged away: its events go to the survivor, whom that would close.

insert into rejections
select 'lead_events', events.rowid, events.file_number, events.line, events.feed, 'lead_id', 'merged_away', 'skipped'
from loading_lead_events as events
inner join survivors on survivors.records = 'leads' and survivors.merged_id = events.lead_id
where events.event in ('merged', 'duplicate');
