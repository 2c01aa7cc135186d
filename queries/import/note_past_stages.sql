-- The open deals of a stage in which every deal should have closed by now, where there are others: it looks closed.

insert into noted
select files.file_number, perhaps_closed.line, 'deal_events', 'event', 'looks_closed', perhaps_closed.stage
from perhaps_closed
inner join files on perhaps_closed.file = files.file
inner join open_stages on perhaps_closed.folded = open_stages.folded
where open_stages.is_past and not (select bool_and(is_past) from open_stages);
