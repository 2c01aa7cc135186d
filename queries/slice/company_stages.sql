-- holds: Stages of the company's deals (renewals aside) in their order, as visible at $as_of: that of the settings,
--   $deal_stages, those it lacks last and level, else by how early deals come to them, ties by name. stage_rank: the
--   order, equal for level stages. stage_number: the same with ties broken, for moves of one instant.
-- sliced by: nothing; the order of the stages is the company's
-- kept: visits and limits read it at one moment
-- counts: stages
-- personal: nothing
-- $as_of: the moment looked at
-- $deal_stages: the order of the deals' stages, as the settings give it; may be empty
with first_moves as (
    select
        m.event as stage,
        row_number() over (partition by m.deal_key order by min(m.happened_at), m.event) as place
    from warehouse.deal_moves as m
    inner join warehouse.deal_facts as d on m.deal_key = d.deal_key
    where m.is_move and m.happened_at < $as_of and not d.is_renewal
    group by m.deal_key, m.event
),
ranked as (
    select
        stage,
        case
            when len($deal_stages::varchar[]) = 0 then row_number() over (order by median(place), stage)
            else coalesce(list_position($deal_stages::varchar[], stage), len($deal_stages::varchar[]) + 1)
        end as stage_rank
    from first_moves
    group by stage
)
select
    *,
    row_number() over (order by stage_rank, stage) as stage_number
from ranked
