-- Leads and deals whose rows are not the same in one generation (`before`) and a later one (`after`), with both sides.
create temp table changed_records as
with kept as (
    select 'lead' as kind, lead_id as id, created_at, email, to_json(leads) as columns from before.leads
    union all
    select 'deal' as kind, deal_id as id, created_at, null as email, to_json(deals) as columns from before.deals
),

known as (
    select 'lead' as kind, lead_id as id, created_at, to_json(leads) as columns from after.leads
    union all
    select 'deal' as kind, deal_id as id, created_at, to_json(deals) as columns from after.deals
)

select
    coalesce(b.kind, a.kind) as kind,
    coalesce(b.id, a.id) as id,
    b.id is null as is_new,
    a.id is null as is_gone,
    b.created_at as created_before,
    a.created_at as created_after,
    lower(b.email) as email_before,
    b.columns as columns_before,
    a.columns as columns_after
from kept as b
full join known as a on b.kind = a.kind and b.id = a.id
where b.id is null or a.id is null or b.columns is distinct from a.columns;
