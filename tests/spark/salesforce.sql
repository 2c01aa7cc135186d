-- A company's tables as Salesforce has them: leads and accounts merged away, contacts in place of leads, mail without a
-- task, several leads of one address, stages that only other deals' records explain.

create temp macro sf(kind, id) as kind || left(md5(id), 12);

create table "Lead" as
select
    sf('00Q', l.lead_id) as "Id",
    l.created_at as "CreatedDate",
    l.source as "LeadSource",
    case when l.rowid % 6 = 0 then 'shared@firm.example' else l.email end as "Email",
    l.name as "Name",
    l.company as "Company",
    l.employees as "NumberOfEmployees",
    sf('001', l.account_id) as "ConvertedAccountId",
    sf('003', l.lead_id) as "ConvertedContactId",
    (select min(sf('006', d.deal_id)) from deals as d where d.lead_id = l.lead_id) as "ConvertedOpportunityId",
    sf('005', l.owner) as "OwnerId",
    case l.rowid % 7 when 1 then 'Nurture' when 2 then 'Unqualified' else 'Working' end as "Status",
    l.created_at + interval 30 day as "LastModifiedDate",
    l.rowid % 17 = 5 as "IsDeleted",
    case when l.rowid % 17 = 5 then (select sf('00Q', o.lead_id) from leads as o where o.rowid = l.rowid + 3) end as "MasterRecordId"
from leads as l;
create table "LeadHistory" as
select
    sf('00Q', lead_id) as "LeadId",
    'Status' as "Field",
    case event
        when 'mql' then 'Marketing Qualified' when 'sal' then 'Working' when 'sql' then 'Sales Qualified' when 'recycled' then 'New'
        else event
    end as "NewValue",
    "at" as "CreatedDate",
    sf('005', actor) as "CreatedById"
from lead_events;
create table "Opportunity" as
select
    sf('006', d.deal_id) as "Id",
    d.created_at as "CreatedDate",
    sf('001', case when d.rowid % 8 = 3 then (select min(account_id) from accounts) else d.account_id end) as "AccountId",
    d.name as "Name",
    sf('005', d.owner) as "OwnerId",
    d.amount as "Amount",
    d.expected_close_on as "CloseDate",
    coalesce(last.event, 'Discovery') as "StageName",
    case when d.rowid % 3 > 0 then last.event in ('won', 'lost') end as "IsClosed",
    case when d.rowid % 3 > 0 then last.event = 'won' end as "IsWon",
    d.created_at + interval 90 day as "LastModifiedDate"
from deals as d
left join (
    select deal_id, arg_max(event, "at") as event from deal_events where event not in ('pushed', 'reopened') group by deal_id
) as last on d.deal_id = last.deal_id;
insert into "Opportunity" by name
select * replace ('006zzzzzzz' || lpad("Id"[-3:], 5, '0') as "Id", 'Signed' as "StageName", null as "IsClosed", null as "IsWon", date '2024-01-01' as "CloseDate")
from "Opportunity" where rowid % 15 = 0;
create table "OpportunityHistory" as
select
    sf('006', deal_id) as "OpportunityId",
    event as "StageName",
    "at" as "CreatedDate",
    sf('005', actor) as "CreatedById"
from deal_events where event not in ('pushed', 'reopened');
create table "Task" as
select
    sf('00T', touch_id) as "Id",
    sf(case when rowid % 2 = 0 then '00Q' else '003' end, lead_id) as "WhoId",
    sf('006', deal_id) as "WhatId",
    "at" as "CompletedDateTime",
    'Completed' as "Status",
    sf('005', rep) as "OwnerId",
    case when rowid % 3 = 0 then 'Email' else 'Call' end as "TaskSubtype",
    case when rowid % 5 = 0 then 'Out of office' else 'Was sent Email: hello' end as "Subject"
from touches where rowid % 4 > 0;
create table "EmailMessage" as
select
    sf('02s', touch_id) as "Id",
    case when rowid % 3 = 0 then sf('00T', touch_id) end as "ActivityId",
    direction = 'inbound' as "Incoming",
    "at" as "MessageDate",
    (select email from leads where leads.lead_id = touches.lead_id limit 1) as "ToAddress",
    case when rowid % 5 = 0 then 'shared@firm.example' end as "FromAddress",
    rowid % 11 = 0 as "IsBounced"
from touches where rowid % 4 = 0 or rowid % 3 = 0;
create table "Account" as
select
    sf('001', account_id) as "Id",
    name as "Name",
    industry as "Industry",
    rowid % 9 = 4 as "IsDeleted",
    case when rowid % 9 = 4 then (select min(sf('001', o.account_id)) from accounts as o) end as "MasterRecordId"
from accounts;
create table "User" as
select
    sf('005', rep) as "Id",
    name as "Name",
    rep || '@firm.example' as "Username",
    time_zone as "TimeZoneSidKey",
    case team when 'sdr' then 'SDR' when 'sales' then 'Sales' else 'Marketing' end as "Department"
from reps;
create table "Campaign" as
select md5(campaign) as "Id", campaign as "Name", source as "Type", "on" as "StartDate", amount as "ActualCost"
from spend;
