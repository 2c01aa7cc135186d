-- holds: Stays of the company's deals (renewals aside) in a stage, as visible at $as_of, for deals open in the last
--   year: from creation in no stage yet, the same stage again goes on, reopened starts the last stage anew, a stay of
--   no length is none. `ended`: advanced, back, lost, or null.
-- stands on: company_arrivals, company_stages
-- sliced by: nothing; limits rest on all of them, and deals are joined to it that are sliced
-- kept: the questions of stalled deals read it at one moment
-- counts: visits
-- personal: nothing
-- $as_of: the moment looked at
with stays as (
    select
        *,
        lead(place) over (partition by deal_key, spell order by place) as next_place,
        lead(stage_number) over (partition by deal_key, spell order by place) as next_number
    from company_arrivals
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
