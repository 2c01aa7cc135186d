-- holds: Arrivals of the company's deals (renewals aside) in a stage, before $as_of, for deals open in the last year: at
--   creation and at a reopening, in no stage yet or in the last one, then with each move to another stage. `place` is
--   microseconds × 1024 + the order within the instant.
-- stands on: company_stages
-- sliced by: nothing; stays are made of it, and limits rest on all of them
-- counts: arrivals
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
)
select *
from placed
qualify
    place % 1024 = 0
    or stage_number is distinct from lag(stage_number) over (partition by deal_key order by place)
