-- The canonical tables of a company that has, of the records in `taken` (kind, id), what a later generation (`after`) holds,
-- and of all others what an earlier one (`before`) held. A touch goes with its lead, else its deal's lead, else its deal.
create table leads as
select * from before.leads where lead_id not in (select id from taken where kind = 'lead')
union all
select * from after.leads where lead_id in (select id from taken where kind = 'lead');

create table lead_events as
select * from before.lead_events where lead_id not in (select id from taken where kind = 'lead')
union all
select * from after.lead_events where lead_id in (select id from taken where kind = 'lead');

create table deals as
select * from before.deals where deal_id not in (select id from taken where kind = 'deal')
union all
select * from after.deals where deal_id in (select id from taken where kind = 'deal');

create table deal_events as
select * from before.deal_events where deal_id not in (select id from taken where kind = 'deal')
union all
select * from after.deal_events where deal_id in (select id from taken where kind = 'deal');

create table customers as
select * from before.customers where deal_id not in (select id from taken where kind = 'deal')
union all
select * from after.customers where deal_id in (select id from taken where kind = 'deal');

create table touches as
select t.*
from before.touches as t
left join before.deals as d on t.deal_id = d.deal_id
where not exists (
    select 1 from taken as k
    where
        case when coalesce(t.lead_id, d.lead_id) is not null then 'lead' else 'deal' end = k.kind
        and coalesce(t.lead_id, d.lead_id, t.deal_id) = k.id
)
union all
select t.*
from after.touches as t
left join after.deals as d on t.deal_id = d.deal_id
where exists (
    select 1 from taken as k
    where
        case when coalesce(t.lead_id, d.lead_id) is not null then 'lead' else 'deal' end = k.kind
        and coalesce(t.lead_id, d.lead_id, t.deal_id) = k.id
);

create table previous_open_deals as
select * replace (deal_id not in (select deal_id from deals) as is_gone)
from before.previous_open_deals;
