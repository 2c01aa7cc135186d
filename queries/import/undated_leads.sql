-- The states of leads that nothing dates, each with the moment it counts at. What is recorded of the lead comes first: an
-- exit is left out where the last of that is one too, or where deals of the lead tell how it ended; an entry that the lead
-- had before is left out. A date that cannot be read is none, and was said.
-- $latest: a later time lies in the future
-- $week_closed_at: the last instant of the last whole week
-- $last_at: the last instant the import knows of

create or replace temp table undated_leads as
with recorded as (
    select
        lead_id,
        loading_lead_events.at as happened_at,
        is_exit(event) as is_exit
    from loading_lead_events
    union all
    select lead_id, created_at, false
    from loading_leads
),

known as (
    select
        lead_id,
        max(happened_at) as known_at,
        max_by(is_exit, (happened_at, is_exit)) as is_out
    from recorded
    group by lead_id
),

stated as (
    select *
    from loading_lead_records as records
    where records.at is null and flaws = 0 and merged_from is null
    qualify row_number() over (partition by lead_id order by modified_at desc nulls last, event, reason, actor) = 1
)

select
    stated.lead_id,
    stated.event,
    stated.actor,
    stated.reason,
    stated.file_number,
    stated.line,
    undated_at(
        known.known_at,
        case when stated.modified_at <= $latest then stated.modified_at end,
        $week_closed_at,
        $last_at
    ) as happened_at
from stated
inner join known on stated.lead_id = known.lead_id
where
    case
        when is_exit(stated.event)
        then not known.is_out and stated.lead_id not in (select lead_id from loading_deals where lead_id is not null)
        else not exists (
            select 1 from loading_lead_events as events
            where events.lead_id = stated.lead_id and events.event = stated.event
        )
    end;
