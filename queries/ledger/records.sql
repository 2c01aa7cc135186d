-- What became of leads and deals from one generation (`before`) to a later one (`after`), as told by their own rows: one
-- row per difference, with its reason. One that is gone is set aside where its id is in what was quarantined; a lead whose
-- e-mail another one carries now is a likely merge. What came after $as_of is no restatement.
-- $as_of: the moment both are looked at
with carriers as (
    select lower(email) as email, min(lead_id) as id
    from after.leads
    where email is not null
    group by lower(email)
),

aside as (
    select distinct rtrim(table_name, 's') as kind, unnest(parts) as id
    from quarantined
    where table_name in ('leads', 'deals')
),

cells as (
    select
        kind,
        id,
        unnest(json_keys(columns_after)) as name,
        columns_before,
        columns_after
    from changed_records
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
from changed_records as b
left join aside as q on b.kind = q.kind and b.id = q.id
left join carriers as c on b.kind = 'lead' and b.email_before = c.email
where b.is_gone and b.created_before < $as_of
union all
select kind, id, 'arrived_late' as reason, 'was not there' as what
from changed_records
where is_new and created_after < $as_of
union all
select
    kind,
    id,
    case name when 'created_at' then 're_timed' when 'lead_id' then 'moved' else 'changed' end as reason,
    name || ': ' || coalesce(columns_before ->> ('$."' || name || '"'), '(none)')
    || ' → ' || coalesce(columns_after ->> ('$."' || name || '"'), '(none)') as what
from cells
where (columns_before ->> ('$."' || name || '"')) is distinct from (columns_after ->> ('$."' || name || '"'))
order by kind, id, reason, what;
