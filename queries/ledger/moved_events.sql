-- Events that are gone from one lead or deal and new at another: the same where instant, actor and reason are. One that says
-- only its day may be of many, and has moved only where the record it was of is there no more.
create temp table moved_events as
with records as (
    select 'lead' as kind, lead_id as id from after.leads
    union all
    select 'deal' as kind, deal_id as id from after.deals
)

select
    g.kind,
    g.id as gone_id,
    f.id as fresh_id,
    g.happened_at,
    g.event
from changed_events as g
inner join changed_events as f
    on g.kind = f.kind and g.id != f.id and g.happened_at = f.happened_at and g.event = f.event
        and g.actor is not distinct from f.actor and g.reason is not distinct from f.reason
left join records as r on g.kind = r.kind and g.id = r.id
where not g.is_fresh and f.is_fresh and (not g.day_only or r.id is null);
