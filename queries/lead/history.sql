-- title: What happened to a lead
-- question: What did this lead do, and who tried to reach it?
-- grain: one row per event, latest first
-- $lead_id: the lead's key in the CRM

with lead as (
    from leads
    where lead_id = $lead_id
),

happened as (
    select
        c.opened_at as happened_at,
        case c.cycle_number when 1 then 'Came in' else 'Came back' end as what,
        c.source as who
    from cycles as c
    inner join lead as l on c.lead_key = l.lead_key
    union all
    select
        c.closed_at,
        'Closed: ' || c.exit,
        c.exit_actor
    from cycles as c
    inner join lead as l on c.lead_key = l.lead_key
    where c.closed_at is not null
    union all
    select
        t.happened_at,
        case when t.direction = 'inbound' then 'From the lead: ' else 'To the lead: ' end || t.kind
        || case when not t.is_human then ', automated' when t.is_connected then ', connected' else '' end,
        t.rep
    from company_touches as t
    inner join lead as l on t.lead_key = l.lead_key
)

select
    happened_at,     -- when (UTC)
    what,            -- what happened
    who              -- who did it; for the lead itself where it came from
from happened
order by happened_at desc, what desc
