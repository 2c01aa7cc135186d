-- What became of the events of leads and deals from one generation (`before`) to a later one (`after`): one row per
-- difference, with the record whose event it is and its reason. Events have no key: one of another lead or deal is the same
-- where its instant, actor and reason are; of one record the first gone and the first new of a kind are one that was
-- re-stamped. What came after $as_of is no restatement.
-- $as_of: the moment both are looked at
with kept as (
    select 'lead' as kind, lead_id as id, e.at as happened_at, event, actor, reason, day_only from before.lead_events as e
    union all
    select 'deal' as kind, deal_id as id, e.at as happened_at, event, actor, reason, day_only from before.deal_events as e
),

known as (
    select 'lead' as kind, lead_id as id, e.at as happened_at, event, actor, reason, day_only from after.lead_events as e
    union all
    select 'deal' as kind, deal_id as id, e.at as happened_at, event, actor, reason, day_only from after.deal_events as e
),

records as (
    select 'lead' as kind, lead_id as id from after.leads
    union all
    select 'deal' as kind, deal_id as id from after.deals
),

gone as (
    (from kept except from known)
),

fresh as (
    (from known except from kept)
),

moved as (
    select
        g.kind,
        g.id as gone_id,
        f.id as fresh_id,
        g.happened_at,
        g.event,
        g.actor,
        g.reason
    from gone as g
    inner join fresh as f
        on g.kind = f.kind and g.id != f.id and g.happened_at = f.happened_at and g.event = f.event
            and g.actor is not distinct from f.actor and g.reason is not distinct from f.reason
    left join records as r on g.kind = r.kind and g.id = r.id
    where not g.day_only or r.id is null
),

gone_alone as (
    select *, row_number() over (partition by kind, id, event order by happened_at, actor, reason) as place
    from gone as g
    where not exists (
        select 1 from moved as m
        where m.kind = g.kind and m.gone_id = g.id and m.happened_at = g.happened_at and m.event = g.event
    )
),

fresh_alone as (
    select *, row_number() over (partition by kind, id, event order by happened_at, actor, reason) as place
    from fresh as f
    where not exists (
        select 1 from moved as m
        where m.kind = f.kind and m.fresh_id = f.id and m.happened_at = f.happened_at and m.event = f.event
    )
),

aside as (
    select distinct
        left(table_name, 4) as kind,
        list_transform(regexp_split_to_array(raw, '[,;|"{}:\t\[\]]+'), lambda part: lower(trim(part))) as parts
    from after.quarantine
    where table_name in ('lead_events', 'deal_events')
),

paired as (
    select
        coalesce(g.kind, f.kind) as kind,
        coalesce(g.id, f.id) as id,
        coalesce(g.event, f.event) as event,
        g.happened_at as gone_at,
        f.happened_at as fresh_at,
        exists(
            select 1 from aside as a
            where
                a.kind = g.kind and list_contains(a.parts, lower(g.id)) and list_contains(a.parts, lower(g.event))
        ) as is_aside
    from gone_alone as g
    full join fresh_alone as f on g.kind = f.kind and g.id = f.id and g.event = f.event and g.place = f.place
)

select kind, unnest([gone_id, fresh_id]) as id, 'moved' as reason, event || ' of ' || happened_at || ': ' || gone_id || ' → ' || fresh_id as what
from moved
union all
select
    kind,
    id,
    case
        when gone_at is null then 'arrived_late'
        when fresh_at is null and is_aside then 'set_aside'
        when fresh_at is null or gone_at = fresh_at then 'changed'
        else 're_timed'
    end as reason,
    case
        when gone_at is null then event || ' of ' || fresh_at || ': was not there'
        when fresh_at is null and is_aside then event || ' of ' || gone_at || ': now set aside by the import'
        when fresh_at is null then event || ' of ' || gone_at || ': gone'
        when gone_at = fresh_at then event || ' of ' || gone_at || ': another actor or reason'
        else event || ': ' || gone_at || ' → ' || fresh_at
    end as what
from paired
where (gone_at is not null and fresh_at is not null) or coalesce(gone_at, fresh_at) < $as_of
order by kind, id, reason, what;
