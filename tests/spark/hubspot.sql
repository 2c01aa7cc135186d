-- A company's tables as a connector has HubSpot's: contacts and deals merged away, several contacts of a deal and of an
-- engagement, stages told by their ids, dates of lifecycle stages beside their history.

create temp macro hs(id) as (hash(id) % 100000000000)::bigint;

create table contact as
select
    hs(l.lead_id) as id,
    l.created_at as property_createdate,
    l.source as property_hs_analytics_source,
    l.email as property_email,
    split_part(l.name, ' ', 1) as property_firstname,
    split_part(l.name, ' ', 2) as property_lastname,
    l.company as property_company,
    hs(l.account_id) as property_associatedcompanyid,
    hs(l.owner)::double as property_hubspot_owner_id,
    case l.rowid % 7 when 1 then 'UNQUALIFIED' when 2 then 'BAD_TIMING' end as property_hs_lead_status,
    l.created_at + interval 30 day as property_lastmodifieddate,
    case when l.rowid % 4 = 0 then (l.created_at + interval 3 day)::date end as property_hs_lifecyclestage_marketingqualifiedlead_date,
    case when l.rowid % 19 = 4 then (
        select string_agg(hs(o.lead_id), ';') from leads as o where o.rowid in (l.rowid + 1, l.rowid + 60)
    ) end as property_hs_merged_object_ids
from leads as l;
create table contact_history as
select
    hs(lead_id) as contact_id,
    'lifecyclestage' as name,
    case event
        when 'mql' then 'marketingqualifiedlead' when 'sql' then 'salesqualifiedlead' when 'recycled' then 'subscriber' else 'lead'
    end as value,
    "at" as "timestamp"
from lead_events;
create table deal as
select
    hs(d.deal_id) as deal_id,
    d.created_at as property_createdate,
    d.name as property_dealname,
    hs(d.owner) as owner_id,
    d.amount as property_amount,
    case when d.rowid % 10 = 7 then timestamp '2024-01-01' else d.expected_close_on::timestamp end as property_closedate,
    d.created_at + interval 90 day as property_hs_lastmodifieddate,
    case when d.rowid % 10 = 7 then 'stage-legal' else coalesce('stage-' || last.event, 'stage-new') end as deal_pipeline_stage_id,
    case when d.rowid % 3 = 0 and d.rowid % 10 <> 7 then last.event = 'won' end as property_hs_is_closed_won,
    case when d.rowid % 23 = 6 then (select hs(o.deal_id)::varchar from deals as o where o.rowid = d.rowid + 2) end as property_hs_merged_object_ids
from deals as d
left join (
    select deal_id, arg_max(event, "at") as event from deal_events where event not in ('pushed', 'reopened') group by deal_id
) as last on d.deal_id = last.deal_id;
create table deal_contact as
select hs(d.deal_id) as deal_id, hs(d.lead_id) as contact_id, 3 as type_id
from deals as d where d.lead_id is not null
union all
select hs(d.deal_id), hs(l.lead_id), 3
from deals as d inner join leads as l on l.rowid = d.rowid * 3 where d.rowid % 9 = 1;
create table deal_history as
select hs(deal_id) as deal_id, 'dealstage' as name, 'stage-' || event as value, "at" as "timestamp"
from deal_events where event not in ('pushed', 'reopened');
create table pipeline_stage as
select distinct
    'stage-' || event as stage_id,
    event as label,
    'default' as pipeline_id,
    case event when 'won' then 1.0 when 'lost' then 0.0 else 0.4 end as probability,
    case when event in ('won', 'lost') then event = 'won' end as closed_won
from deal_events where event not in ('pushed', 'reopened', 'Proposal');
create table engagement as
select hs(touch_id) as id, case when direction = 'inbound' then 'INCOMING_EMAIL' else 'EMAIL' end as type, 1 as portal_id
from touches;
create table engagement_call as
select hs(touch_id) as engagement_id, "at" as property_hs_timestamp, hs(rep) as property_hubspot_owner_id,
    upper(direction) as property_hs_call_direction
from touches where rowid % 2 = 0;
create table engagement_email as
select hs(touch_id) as engagement_id, "at" as property_hs_timestamp, hs(rep) as property_hubspot_owner_id,
    case when rowid % 3 = 0 then 'EMAIL' end as property_hs_email_direction,
    case when rowid % 7 = 0 then 'Automatic reply' end as property_hs_email_subject
from touches where rowid % 2 = 1;
create table engagement_contact as
select hs(touch_id) as engagement_id, hs(lead_id) as contact_id
from touches where lead_id is not null
union all
select hs(t.touch_id), hs(l.lead_id)
from touches as t inner join leads as l on l.rowid = t.rowid % 170 where t.rowid % 40 = 1;
create table engagement_deal as
select hs(touch_id) as engagement_id, hs(deal_id) as deal_id
from touches where deal_id is not null;
create table owner as
select hs(rep) as owner_id, rep || '@firm.example' as email, name as first_name, '' as last_name
from reps;
