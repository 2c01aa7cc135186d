-- What became of touches from one generation (`before`) to a later one (`after`): one row per difference, with the record
-- whose touch it is (its lead, else its deal's lead, else its deal) and its reason. What came after $as_of is no
-- restatement.
-- $as_of: the moment both are looked at
with kept as (
    select
        t.*,
        coalesce(t.lead_id, d.lead_id) as of_lead
    from before.touches as t
    left join before.deals as d on t.deal_id = d.deal_id
),

known as (
    select
        t.*,
        coalesce(t.lead_id, d.lead_id) as of_lead
    from after.touches as t
    left join after.deals as d on t.deal_id = d.deal_id
),

both_sides as (
    select
        coalesce(b.touch_id, a.touch_id) as touch_id,
        coalesce(b.kind, a.kind) as kind,
        b.at as gone_at,
        a.at as fresh_at,
        case when b.of_lead is not null then 'lead' when b.touch_id is not null then 'deal' end as kind_before,
        coalesce(b.of_lead, b.deal_id) as id_before,
        case when a.of_lead is not null then 'lead' when a.touch_id is not null then 'deal' end as kind_after,
        coalesce(a.of_lead, a.deal_id) as id_after
    from kept as b
    full join known as a on b.touch_id = a.touch_id
    where b.touch_id is null or a.touch_id is null or b is distinct from a
),

told as (
    select
        *,
        case
            when gone_at is null then 'arrived_late'
            when fresh_at is null and touch_id in (select unnest(parts) from quarantined where table_name = 'touches')
                then 'set_aside'
            when fresh_at is null then 'changed'
            when id_before != id_after or kind_before != kind_after then 'moved'
            when gone_at != fresh_at then 're_timed'
            else 'changed'
        end as reason
    from both_sides
)

select
    unnest(case when reason = 'moved' then [kind_before, kind_after] else [coalesce(kind_before, kind_after)] end) as kind,
    unnest(case when reason = 'moved' then [id_before, id_after] else [coalesce(id_before, id_after)] end) as id,
    reason,
    kind || ' ' || touch_id || case
        when gone_at is null then ' of ' || fresh_at || ': was not there'
        when reason = 'set_aside' then ' of ' || gone_at || ': now set aside by the import'
        when fresh_at is null then ' of ' || gone_at || ': gone'
        when reason = 'moved' then ': ' || id_before || ' → ' || id_after
        when reason = 're_timed' then ': ' || gone_at || ' → ' || fresh_at
        else ': its columns'
    end as what
from told
where (gone_at is not null and fresh_at is not null) or coalesce(gone_at, fresh_at) < $as_of
order by kind, id, reason, what;
