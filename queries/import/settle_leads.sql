-- What leads' histories tell of becomes their events, and so do the dates their records hold of stages that the history
-- does not tell of: a record keeps one date a stage, the history each.
-- $latest: a later time lies in the future

insert into loading_lead_events by name
with told as (
    select lead_id, happened_at as "at", event, actor, reason, day_only, file_number
    from lead_moves
    union all
    select
        records.lead_id, records.at, records.event, records.actor, records.reason, records.day_only, records.file_number
    from loading_lead_records as records
    where
        records.at <= $latest
        and not exists (
            select 1 from loading_lead_history as history
            where history.lead_id = records.lead_id and history.event = records.event
        )
),

new as (
    select told.lead_id, told.at, told.event, told.actor, told.reason, bool_and(day_only) as day_only, min(file_number) as file_number
    from told
    where
        not exists (
            select 1 from loading_lead_events as events
            where
                events.lead_id = told.lead_id
                and events.at = told.at
                and events.event = told.event
                and events.actor is not distinct from told.actor
                and events.reason is not distinct from told.reason
        )
    group by all
)

select
    *,
    0 as line,
    0 as feed,
    0 as flaws
from new
order by lead_id, new.at, event, actor, reason;
