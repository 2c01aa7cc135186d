-- What became of the events of leads and deals from one generation (`before`) to a later one (`after`): one row per
-- difference, with the record whose event it is and its reason. Events have no key: one of another lead or deal is the same
-- where its instant, actor and reason are; of one record the first gone and the first new of a kind are one that was
-- re-stamped. What came after $as_of is no restatement.
-- $as_of: the moment both are looked at
with alone as (
    select *, row_number() over (partition by is_fresh, kind, id, event order by happened_at, actor, reason) as place
    from changed_events as c
    where not exists (
        select 1 from moved_events as m
        where m.kind = c.kind and m.happened_at = c.happened_at and m.event = c.event
            and case when c.is_fresh then m.fresh_id else m.gone_id end = c.id
    )
),

gone as (
    from alone where not is_fresh
),

fresh as (
    from alone where is_fresh
),

aside as (
    select
        left(table_name, 4) as kind,
        list_transform(parts, lambda part: lower(part)) as parts
    from quarantined
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
    from gone as g
    full join fresh as f on g.kind = f.kind and g.id = f.id and g.event = f.event and g.place = f.place
)

select kind, unnest([gone_id, fresh_id]) as id, 'moved' as reason, event || ' of ' || happened_at || ': ' || gone_id || ' → ' || fresh_id as what
from moved_events
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
