-- What leads' histories tell of becomes their events, and so do the dates their records hold of stages that the history
-- does not tell of: a record keeps one date a stage, the history each.
-- $latest: a later time lies in the future

insert into loading_lead_events by name
with told as (
    select lead_id, happened_at as "at", event, actor, reason
    from lead_moves
    union all
    select records.lead_id, records.at, records.event, records.actor, records.reason
    from loading_lead_records as records
    where
        records.at <= $latest
        and not exists (
            select 1 from loading_lead_history as history
            where history.lead_id = records.lead_id and history.event = records.event
        )
),

new as (
    select * from told
    except
    select events.lead_id, events.at, events.event, events.actor, events.reason
    from loading_lead_events as events
)

select
    *,
    0 as file_number,
    0 as line,
    0 as feed,
    0 as flaws
from new
order by lead_id, new.at, event, actor, reason;
