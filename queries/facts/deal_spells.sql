-- One row per spell of a deal being open: from its creation or reopening to its outcome.
create table deal_spells as
with closings as (
    select
        deal_key,
        spell,
        happened_at,
        event,
        reason
    from deal_log
    where rank in (3, 4)
),

openings as (
    select
        deal_key,
        1 as spell,
        created_at as opened_at
    from deal_keys
    union all
    select
        deal_key,
        spell,
        happened_at as opened_at
    from deal_log
    where rank = 0
)

select
    o.deal_key,
    o.spell::integer as spell,
    o.opened_at,
    lead(o.opened_at) over (partition by o.deal_key order by o.spell) as next_opened_at,
    c.happened_at as closed_at,
    c.event as outcome,
    c.reason as close_reason
from openings as o
left join closings as c on o.deal_key = c.deal_key and o.spell = c.spell;
