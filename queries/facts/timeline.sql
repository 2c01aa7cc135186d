-- One row per entry and exit of a lead, in the order of `step` (microseconds × 32 + rank of the event), by the rules of its
-- timeline: what was recorded of the lead itself and what its deals (renewals aside) did. The lead's own lost is no exit
-- while a deal of it is open.
create temp table timeline as
with ranks as (
    select
        unnest(['inquiry', 'aql', 'mql', 'tal', 'tql', 'tgl', 'sal', 'sgl', 'sql', 'won', 'lost', 'rejected',
            'recycled', 'disqualified', 'merged', 'duplicate', 'test', 'owner_left']) as event,
        unnest(range(18)) as rank
),

own_events as (
    select
        l.lead_key,
        e.at as happened_at,
        e.event,
        e.actor,
        e.reason,
        e.rowid as event_row
    from lead_events as e
    inner join lead_facts as l on e.lead_id = l.lead_id
),

own_lost_while_open as (
    select distinct e.event_row
    from own_events as e
    inner join lead_spells as s on e.lead_key = s.lead_key
    where e.event = 'lost' and s.opened_at <= e.happened_at and (s.closed_at is null or s.closed_at > e.happened_at)
),

items as (
    select lead_key, created_at as happened_at, 'inquiry' as event, null as actor, null as reason, null as deal_key
    from lead_facts
    union all
    select lead_key, happened_at, event, actor, reason, null
    from own_events
    where event != 'lost' or event_row not in (select event_row from own_lost_while_open)
    union all
    select lead_key, opened_at, 'sql', null, null, deal_key
    from lead_spells
    union all
    select lead_key, closed_at, outcome, null, close_reason, deal_key
    from lead_spells
    where is_exit
)

select
    i.lead_key,
    i.deal_key,
    epoch_us(i.happened_at) * 32 + r.rank as step,
    case when r.rank >= 9 then i.actor end as actor,
    case when r.rank >= 9 then i.reason end as reason
from items as i
inner join ranks as r on i.event = r.event;
