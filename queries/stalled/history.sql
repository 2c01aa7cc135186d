-- title: History of a deal
-- question: What happened to this deal and its lead, and who did it?
-- grain: one row per thing that happened, latest first
-- $deal_id: the deal's key in the CRM

with deal as (
    from deals
    where deal_id = $deal_id
),

happened as (
    select 'lead' as kind, c.opened_at as happened_at, 'Lead came in' as what, c.source as who
    from company_cycles as c
    inner join deal as d on c.cycle_id = d.cycle_id
    union all
    select 'stage', s.opened_at, case s.spell when 1 then 'Deal created' else 'Deal reopened' end, null
    from company_spells as s
    inner join deal as d on s.deal_key = d.deal_key
    union all
    select 'closed', s.closed_at, case s.outcome when 'won' then 'Deal won' else 'Deal lost' end, null
    from company_spells as s
    inner join deal as d on s.deal_key = d.deal_key
    where s.closed_at is not null
    union all
    select case when m.is_move then 'stage' else 'push' end, m.happened_at, case when m.is_move then 'Moved to ' || m.event else 'Close date pushed' end, null
    from company_moves as m
    inner join deal as d on m.deal_key = d.deal_key
    union all
    select
        case when not t.is_human then 'machine' when t.direction = 'inbound' then 'buyer' else 'us' end,
        t.happened_at,
        case when t.direction = 'inbound' then 'From the buyer: ' else 'To the buyer: ' end || t.kind
        || case when not t.is_human then ', automated' when t.is_connected then ', connected' else '' end,
        t.rep
    from company_touches as t
    inner join deal as d on t.deal_key = d.deal_key or t.lead_key = d.lead_key
)

select
    happened_at,   -- when (UTC)
    kind,          -- lead, stage, push, closed, buyer (they to us), us (we to them), machine
    what,          -- what happened
    who            -- who did it, for the lead where it came from
from happened
order by happened_at desc, what desc
