-- title: What happened to a lead
-- question: What did this lead do, who tried to reach it, and what was decided about it?
-- grain: one row per thing that happened, latest first
-- caveat: Events as they are recorded, those that change nothing too.
-- $lead_id: the lead's key in the CRM
-- $shows_names: whether deals go by their names, else by their keys

with own_cycles as materialized (
    from company_cycles where lead_id = $lead_id
),

lead as (
    select distinct lead_key, lead_id from own_cycles
),

own_deals as (
    select
        d.deal_key,
        d.deal_id,
        coalesce(case when $shows_names then d.deal_name end, d.deal_id) as deal,
        d.created_at,
        d.owner
    from company_deals as d
    inner join lead as l on d.lead_key = l.lead_key
),

own_touches as materialized (
    from company_touches
    where lead_key in (select lead_key from lead) or deal_key in (select deal_key from own_deals)
),

happened as (
    select
        'stage' as kind,
        opened_at as happened_at,
        case cycle_number when 1 then 'Came in' else 'Came back' end as what,
        source as who,
        null as why
    from own_cycles
    union all
    select case when e.event in (
            'won', 'lost', 'rejected', 'recycled', 'disqualified', 'merged', 'duplicate', 'test', 'owner_left'
        ) then 'closed' else 'stage' end, e.happened_at, event_in_words(e.event), e.actor, e.reason
    from company_lead_events as e
    inner join lead as l on e.lead_id = l.lead_id
    union all
    select 'deal', created_at, 'Deal created: ' || deal, owner, null
    from own_deals
    union all
    select 'deal', e.happened_at, deal_event_in_words(e.event) || ': ' || d.deal, e.actor, e.reason
    from company_deal_events as e
    inner join own_deals as d on e.deal_id = d.deal_id
    union all
    select
        case when not t.is_human then 'machine' when r.direction = 'inbound' then 'buyer' else 'us' end,
        t.happened_at,
        touch_in_words('lead', r.direction, r.kind, t.is_human, t.is_connected),
        r.rep,
        null
    from own_touches as t
    inner join company_recorded_touches as r on t.touch_row = r.touch_row
)

select
    happened_at,     -- when (UTC)
    kind,            -- stage (came in, reached), closed, deal, buyer (they to us), us (we to them), machine
    what,            -- what happened
    who,             -- who did it; of the lead coming in where it came from
    why              -- the reason given, as the CRM spells it
from happened
order by happened_at desc, kind = 'closed' desc, what in ('Came in', 'Came back'), what desc, who, why
