-- holds: Stays of the company's deals (renewals aside) in a stage, as visible at $as_of, for deals open in the last
--   year: from creation in no stage yet, the same stage again goes on, reopened starts the last stage anew, a stay of
--   no length is none. `place` is microseconds × 1024 + the order within the instant. `ended`: advanced, back, lost,
--   or null.
-- stands on: company_stages
-- sliced by: nothing; limits rest on all of them, and deals are joined to it that are sliced
-- kept: the questions of stalled deals read it at one moment
-- counts: visits
-- personal: nothing
-- $as_of: the moment looked at
with recent as (
    select
        s.deal_key,
        s.spell,
        s.opened_at
    from warehouse.deal_spells as s
    inner join warehouse.deal_facts as d on s.deal_key = d.deal_key
    where s.opened_at < $as_of and not d.is_renewal
    qualify bool_or(
        s.closed_at is null or s.closed_at >= $as_of::timestamp - to_days(365)
    ) over (partition by s.deal_key)
),
steps as (
    select
        m.deal_key,
        m.spell,
        epoch_us(m.happened_at) * 1024 + 512 + least(o.stage_number, 511) as place,
        o.stage_number
    from warehouse.deal_moves as m
    inner join company_stages as o on m.event = o.stage
    where m.is_move and m.happened_at < $as_of and m.deal_key in (select deal_key from recent)
    union all
    select
        deal_key,
        spell,
        epoch_us(opened_at) * 1024 as place,
        null as stage_number
    from recent
),
placed as (
    select
        deal_key,
        spell,
        place,
        last_value(stage_number ignore nulls) over (
            partition by deal_key order by place rows between unbounded preceding and current row
        ) as stage_number
    from steps
),
arrivals as (
    select *
    from placed
    qualify
        place % 1024 = 0
        or stage_number is distinct from lag(stage_number) over (partition by deal_key order by place)
),
stays as (
    select
        *,
        lead(place) over (partition by deal_key, spell order by place) as next_place,
        lead(stage_number) over (partition by deal_key, spell order by place) as next_number
    from arrivals
),
ends as (
    select
        v.deal_key,
        v.spell,
        o.stage,
        coalesce(o.stage_rank, 0) as stage_rank,
        make_timestamp(v.place // 1024) as entered_at,
        coalesce(make_timestamp(v.next_place // 1024), case when s.closed_at < $as_of then s.closed_at end) as left_at,
        case
            when v.next_place is not null and n.stage_rank > coalesce(o.stage_rank, 0) then 'advanced'
            when v.next_place is not null then 'back'
            when s.closed_at < $as_of and s.outcome = 'won' then 'advanced'
            when s.closed_at < $as_of then 'lost'
        end as ended
    from stays as v
    inner join warehouse.deal_spells as s on v.deal_key = s.deal_key and v.spell = s.spell
    left join company_stages as o on v.stage_number = o.stage_number
    left join company_stages as n on v.next_number = n.stage_number
)
select *
from ends
where left_at is null or left_at > entered_at
