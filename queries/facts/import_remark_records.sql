-- What loaded and then counts for nothing, or not as one would think, one row each: nothing is swallowed without a word.
-- import_remarks.sql counts them by kind.
create table import_remark_records as
with own_lost as (
    select distinct
        l.lead_id,
        e.at as happened_at
    from lead_events as e
    inner join lead_facts as l on e.lead_id = l.lead_id
    inner join deal_keys as k on l.lead_key = k.lead_key
    inner join deal_spells as s on k.deal_key = s.deal_key
    where
        e.event = 'lost' and not k.is_renewal
        and s.opened_at <= e.at and (s.closed_at is null or s.closed_at > e.at)
),

second_wins as (
    select
        s.lead_key,
        make_timestamp(s.step // 32) as happened_at
    from unit_steps as s
    inner join unit_cycles as c on s.unit_key = c.unit_key and s.cycle_number = c.cycle_number
    where s.is_stray and s.step % 32 = 9 and (c.late_won_at is null or make_timestamp(s.step // 32) > c.late_won_at)
)

select
    case rank
        when 0 then 'reopening_of_open_deal' when 1 then 'move_of_closed_deal' else 'outcome_after_outcome'
    end as kind,
    null::varchar as lead_id,
    d.deal_id,
    s.happened_at,
    s.event
from deal_states as s
inner join deal_keys as d on s.deal_key = d.deal_key
where not s.is_counted
union all
select 'stray_exit', l.lead_id, null, s.happened_at, s.event
from unit_strays as s
inner join lead_facts as l on s.lead_key = l.lead_key
union all
select 'second_win', l.lead_id, null, w.happened_at, 'won'
from second_wins as w
inner join lead_facts as l on w.lead_key = l.lead_key
union all
select 'lost_while_deal_open', lead_id, null, happened_at, 'lost'
from own_lost
union all
select 'deal_of_unknown_lead', value, null, null, null
from warnings
where table_name = 'deals' and column_name = 'lead_id' and reason = 'orphan'
union all
select 'deal_before_lead', l.lead_id, k.deal_id, k.created_at, null
from deal_keys as k
inner join lead_facts as l on k.lead_key = l.lead_key
where k.created_at < l.created_at
union all
select 'touch_before_lead', l.lead_id, null, t.happened_at, null
from cycle_touches as t
inner join lead_facts as l on t.lead_key = l.lead_key
where t.cycle_id is null
order by all;
