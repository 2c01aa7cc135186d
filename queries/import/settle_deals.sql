-- What deals' histories and records say becomes their events: the turns that were kept, `reopened` before a stage that
-- follows an outcome, and what has to follow where the history ends.

insert into loading_deal_events by name
with events as (
    select
        turns.deal_id,
        turns.recorded_at,
        turns.event,
        turns.kind,
        case when endings.ending = 'agrees' then coalesce(turns.actor, endings.actor) else turns.actor end as actor,
        case when endings.ending = 'agrees' then coalesce(turns.reason, endings.reason) else turns.reason end as reason,
        turns.day_only,
        turns.file_number
    from deal_turns as turns
    left join deal_endings as endings on turns.deal_id = endings.deal_id and turns.turn = endings.last_turn
    where turns.is_kept and coalesce(endings.ending, '') not in ('replaced', 'dropped')
    union all
    select deal_id, recorded_at, 'reopened', 'reopened', actor, null, day_only, file_number
    from deal_turns
    where kind = 'open' and kind_before in ('won', 'lost') and happened_at > before_at
    union all
    select deal_id, ended_at, state as event, 'closed', actor, reason, coalesce(ended_on_a_day, false), file_number
    from deal_endings
    where ending in ('added', 'replaced')
    union all
    select deal_id, modified_at, unnest(['reopened', stage]), unnest(['reopened', 'open']), actor, null, false, file_number
    from deal_endings
    where ending = 'reopened'
)

select
    deal_id,
    recorded_at as "at",
    event,
    actor,
    reason,
    day_only,
    file_number,
    0 as line,
    0 as feed,
    0 as flaws
from events
where event is not null and (kind <> 'open' or event not in ('won', 'lost', 'pushed', 'reopened'))
order by deal_id, recorded_at, event, actor, reason;
