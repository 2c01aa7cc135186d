-- title: Load per owner
-- question: How many leads a week does each owner get, and what share of them lies outside the profile?
-- grain: one row per lead owner
-- $from: leads created at or after this instant
-- $to: and before this one
-- $weeks: weeks of the window

with created as (
    select
        coalesce(owner, '(none)') as owner,
        icp_tier
    from leads
    where created_at >= $from and created_at < $to
)

select
    owner,                                                                                     -- lead owner
    count(*) / $weeks::double as leads_per_week,                                               -- leads created a week
    count(*) filter (where icp_tier in ('C', 'D', 'Out'))
        / nullif(count(*) filter (where icp_tier != 'Unknown'), 0)::double as outside_icp      -- share in tier C, D or Out, of the known
from created
group by owner
order by owner
