-- holds: Open deals (renewals aside) of each owner at $as_of, `load`, and the median of those of the owner's team who
--   have any, `usual_load`; owners without a team form one. The company's, whatever the slice.
-- sliced by: nothing; an owner carries all deals, whichever are looked at
-- kept: the questions of stalled deals read it at one moment
-- counts: owners
-- personal: nothing
-- $as_of: the moment looked at
with loads as (
    select
        d.owner,
        r.team,
        count(*) as load
    from warehouse.deal_facts as d
    inner join warehouse.deal_spells as s on d.deal_key = s.deal_key
    left join warehouse.reps as r on d.owner = r.rep
    where
        not d.is_renewal and d.owner is not null
        and s.opened_at < $as_of and (s.closed_at is null or s.closed_at >= $as_of)
    group by d.owner, r.team
)
select
    *,
    median(load) over (partition by team) as usual_load
from loads
