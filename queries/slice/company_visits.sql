-- Stays of the company's deals (renewals aside) in a stage, as visible at $as_of: from creation in no stage yet, the
-- same stage again goes on, reopened starts the last stage anew, a stay of no length is none. Stages go in the
-- order of the settings, $deal_stages, else by how early deals come to them. `ended`: advanced, back, lost, or null.
with visible_moves as (
    select
        m.deal_key,
        m.spell,
        m.happened_at,
        m.event as stage
    from warehouse.deal_moves as m
    inner join warehouse.deal_facts as d on m.deal_key = d.deal_key
    where m.is_move and m.happened_at < $as_of and not d.is_renewal
),
first_moves as (
    select
        deal_key,
        stage,
        row_number() over (partition by deal_key order by min(happened_at), stage) as place
    from visible_moves
    where len($deal_stages::varchar[]) = 0
    group by deal_key, stage
),
stage_order as (
    select
        stage,
        row_number() over (order by median(place), stage) as stage_rank
    from first_moves
    group by stage
    union all
    select
        unnest($deal_stages::varchar[]) as stage,
        unnest(range(1, len($deal_stages::varchar[]) + 1)) as stage_rank
),
steps as (
    select
        m.deal_key,
        m.spell,
        m.happened_at,
        1 as part,
        m.stage,
        coalesce(o.stage_rank, len($deal_stages::varchar[]) + 1) as stage_rank
    from visible_moves as m
    left join stage_order as o on m.stage = o.stage
    union all
    select
        s.deal_key,
        s.spell,
        s.opened_at,
        0 as part,
        null as stage,
        null as stage_rank
    from warehouse.deal_spells as s
    inner join warehouse.deal_facts as d on s.deal_key = d.deal_key
    where s.opened_at < $as_of and not d.is_renewal
),
placed as (
    select
        deal_key,
        spell,
        happened_at,
        part,
        last_value(stage ignore nulls) over in_order as stage,
        coalesce(last_value(stage_rank ignore nulls) over in_order, 0) as stage_rank
    from steps
    window in_order as (
        partition by deal_key order by spell, happened_at, part, stage_rank, stage
        rows between unbounded preceding and current row
    )
),
arrivals as (
    select *
    from placed
    qualify
        part = 0
        or stage is distinct from lag(stage) over (
            partition by deal_key order by spell, happened_at, part, stage_rank, stage
        )
),
stays as (
    select
        *,
        lead(happened_at) over in_spell as next_at,
        lead(stage_rank) over in_spell as next_rank
    from arrivals
    window in_spell as (partition by deal_key, spell order by happened_at, part, stage_rank, stage)
),
ends as (
    select
        v.deal_key,
        v.spell,
        v.stage,
        v.stage_rank,
        v.happened_at as entered_at,
        coalesce(v.next_at, case when s.closed_at < $as_of then s.closed_at end) as left_at,
        case
            when v.next_at is not null then case when v.next_rank > v.stage_rank then 'advanced' else 'back' end
            when s.closed_at < $as_of then case s.outcome when 'won' then 'advanced' else 'lost' end
        end as ended
    from stays as v
    inner join warehouse.deal_spells as s on v.deal_key = s.deal_key and v.spell = s.spell
)
select *
from ends
where left_at is null or left_at > entered_at
