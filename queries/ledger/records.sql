-- What became of leads and deals from one generation (`before`) to a later one (`after`), as told by their own rows: one
-- row per difference, with its reason. One that is gone is set aside where its id is in what was quarantined; a lead whose
-- e-mail another one carries now is a likely merge. What came after $as_of is no restatement.
-- $as_of: the moment both are looked at
with kept as (
    select 'lead' as kind, lead_id as id, null as lead_id, created_at, email, to_json(leads) as columns from before.leads
    union all
    select 'deal' as kind, deal_id as id, lead_id, created_at, null as email, to_json(deals) as columns from before.deals
),

known as (
    select 'lead' as kind, lead_id as id, null as lead_id, created_at, email, to_json(leads) as columns from after.leads
    union all
    select 'deal' as kind, deal_id as id, lead_id, created_at, null as email, to_json(deals) as columns from after.deals
),

aside as (
    select distinct rtrim(table_name, 's') as kind, trim(unnest(regexp_split_to_array(raw, '[,;|"{}:\t\[\]]+'))) as id
    from after.quarantine
    where table_name in ('leads', 'deals')
),

both_sides as (
    select
        coalesce(b.kind, a.kind) as kind,
        coalesce(b.id, a.id) as id,
        b.id is null as is_new,
        a.id is null as is_gone,
        b.created_at as created_before,
        a.created_at as created_after,
        b.lead_id as lead_before,
        a.lead_id as lead_after,
        lower(b.email) as email_before,
        b.columns as columns_before,
        a.columns as columns_after
    from kept as b
    full join known as a on b.kind = a.kind and b.id = a.id
    where b.id is null or a.id is null or b.columns is distinct from a.columns
),

carriers as (
    select lower(email) as email, min(id) as id
    from known
    where email is not null
    group by lower(email)
),

changed as (
    select
        kind,
        id,
        unnest(json_keys(columns_after)) as name,
        columns_before,
        columns_after
    from both_sides
    where not is_new and not is_gone and coalesce(least(created_before, created_after) < $as_of, true)
)

select
    b.kind,
    b.id,
    case when q.id is not null then 'set_aside' else 'removed' end as reason,
    case
        when q.id is not null then 'now set aside by the import'
        when c.id is not null then 'gone; its e-mail is now ' || c.id || '''s: a likely merge'
        else 'gone'
    end as what
from both_sides as b
left join aside as q on b.kind = q.kind and b.id = q.id
left join carriers as c on b.kind = 'lead' and b.email_before = c.email
where b.is_gone and b.created_before < $as_of
union all
select kind, id, 'arrived_late' as reason, 'was not there' as what
from both_sides
where is_new and created_after < $as_of
union all
select
    kind,
    id,
    case name when 'created_at' then 're_timed' when 'lead_id' then 'moved' else 'changed' end as reason,
    name || ': ' || coalesce(columns_before ->> ('$."' || name || '"'), '(none)')
    || ' → ' || coalesce(columns_after ->> ('$."' || name || '"'), '(none)') as what
from changed
where (columns_before ->> ('$."' || name || '"')) is distinct from (columns_after ->> ('$."' || name || '"'))
order by kind, id, reason, what;
