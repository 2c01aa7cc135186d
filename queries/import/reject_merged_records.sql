-- Where a deal stood that was merged away: the survivor's record says where it stands now.

insert into rejections
select 'deal_records', rowid, file_number, line, feed, 'deal_id', 'merged_away', 'skipped'
from loading_deal_records
where merged_from is not null;
