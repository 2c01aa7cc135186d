-- The touches left without anybody touched: each id they have names no row that is there.

insert into rejections
select
    'touches', touches.row_id, touches.file_number, touches.line, touches.feed,
    case when touches.lead_id is not null then 'lead_id' else 'deal_id' end, 'orphan', 'quarantined'
from (select distinct row_id from emptied where table_name = 'touches') as lost
inner join (select rowid as row_id, * from loading_touches) as touches on touches.row_id = lost.row_id
left join emptied as lost_lead
    on lost_lead.table_name = 'touches' and lost_lead.row_id = touches.row_id and lost_lead.column_name = 'lead_id'
left join emptied as lost_deal
    on lost_deal.table_name = 'touches' and lost_deal.row_id = touches.row_id and lost_deal.column_name = 'deal_id'
where
    (touches.lead_id is null or lost_lead.row_id is not null)
    and (touches.deal_id is null or lost_deal.row_id is not null);
