-- One row per entry and exit of a lead, in the order of `step` (microseconds × 32 + rank of the event), by the rules of its timeline: what was recorded of the lead itself and
-- what its deals (renewals aside) did. A lost deal is no exit while another deal of the lead is open, nor is
-- the lead's own lost while one is. Open is judged after everything of that instant has happened; of several deals lost
-- at one instant the last by its id is the exit.
create temp table timeline as
with ranks as (
    select
        unnest(['inquiry', 'aql', 'mql', 'tal', 'tql', 'tgl', 'sal', 'sgl', 'sql', 'won', 'lost', 'rejected',
            'recycled', 'disqualified', 'merged', 'duplicate', 'test', 'owner_left']) as event,
        unnest(range(18)) as rank
),

spells as (
    select
        k.lead_key,
        k.deal_id,
        s.*
    from deal_spells as s
    inner join deal_keys as k on s.deal_key = k.deal_key
    where k.lead_key is not null and not k.is_renewal
),

lost_without_exit as (
    select distinct
        lost.deal_key,
        lost.spell
    from spells as lost
    inner join spells as other on lost.lead_key = other.lead_key and lost.deal_key != other.deal_key
    where
        lost.outcome = 'lost'
        and other.opened_at <= lost.closed_at
        and (
            other.closed_at is null or other.closed_at > lost.closed_at
            or (other.closed_at = lost.closed_at and other.outcome = 'lost' and other.deal_id > lost.deal_id)
        )
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
    inner join spells as s on e.lead_key = s.lead_key
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
    from spells
    union all
    select s.lead_key, s.closed_at, s.outcome, null, s.close_reason, s.deal_key
    from spells as s
    anti join lost_without_exit as l on s.deal_key = l.deal_key and s.spell = l.spell
    where s.outcome is not null
)

select
    i.lead_key,
    i.deal_key,
    epoch_us(i.happened_at) * 32 + r.rank as step,
    case when r.rank >= 9 then i.actor end as actor,
    case when r.rank >= 9 then i.reason end as reason
from items as i
inner join ranks as r on i.event = r.event;
