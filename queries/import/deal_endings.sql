-- One row per deal of which a record or a history tells: where the record says it stands, where its history ends, and
-- what has to follow so that both end alike. The record decides where a deal ends, the history when: `agrees`; `added`,
-- the history stops before; `replaced`, it ends otherwise; `reopened` or `dropped`, its last outcome was taken back, at a
-- time that is known or not.
-- $latest: a later time lies in the future
-- $week_closed_at: the last instant of the last whole week
-- $last_at: the last instant the import knows of

create or replace temp table deal_endings as
with ends as (
    select *
    from deal_turns
    where kind_after is null
),

met as (
    select
        deals.deal_id,
        deals.expected_close_on,
        positions.state,
        coalesce(positions.stage, ends.event) as stage,
        coalesce(positions.is_flagged, ends.is_flagged) as is_flagged,
        coalesce(positions.is_by_name, ends.is_by_name) as is_by_name,
        positions.close_date,
        case when positions.close_date <= $latest then positions.close_date end as closed_at,
        case when positions.modified_at <= $latest then positions.modified_at end as modified_at,
        coalesce(positions.day_only, false) as is_day,
        positions.actor,
        positions.reason,
        ends.turn as last_turn,
        ends.kind as last_kind,
        ends.event as last_event,
        ends.happened_at as last_at,
        greatest(deals.created_at, coalesce(ends.happened_at, deals.created_at)) as known_at,
        coalesce(positions.file_number, ends.file_number) as file_number,
        coalesce(positions.line, ends.line) as line
    from loading_deals as deals
    left join deal_positions as positions on deals.deal_id = positions.deal_id
    left join ends on deals.deal_id = ends.deal_id
    where positions.deal_id is not null or ends.deal_id is not null
)

select
    *,
    case
        when state in ('won', 'lost') and last_kind = state then 'agrees'
        when state in ('won', 'lost') and last_kind in ('won', 'lost') then 'replaced'
        when state in ('won', 'lost') then 'added'
        when state = 'open' and last_kind in ('won', 'lost') and modified_at > last_at then 'reopened'
        when state = 'open' and last_kind in ('won', 'lost') then 'dropped'
    end as ending,
    case
        when closed_at is not null then greatest(closed_at, coalesce(last_at, closed_at))
        when last_kind in ('won', 'lost') then greatest(last_at, coalesce(modified_at, last_at))
        else undated_at(known_at, modified_at, $week_closed_at, $last_at)
    end as ended_at,
    is_day and closed_at >= coalesce(last_at, closed_at) as ended_on_a_day
from met;
