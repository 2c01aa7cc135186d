-- title: Records behind the figure
-- question: How many qualification cycles are counted, and why are the others left out?
-- grain: one row per reason, the counted first
-- adds up: no; it says whom the slice leaves out
-- $window_from: the window holds cycles that opened at or after this instant
-- $window_to: and before this one

with everybody as (
    select
        c.cycle_id,
        c.opened_at,
        s.cycle_id is not null as is_in_slice
    from company_cycles as c
    left join cycles as s on c.cycle_id = s.cycle_id
),

sorted as (
    select
        case
            when opened_at < $window_from then 'came in before the window'
            when opened_at >= $window_to then 'came in after the window'
            when not is_in_slice then 'outside the filters'
            else 'counted'
        end as reason
    from everybody
)

select
    reason,                -- counted, or why a cycle is left out
    count(*) as cycles     -- qualification cycles
from sorted
group by reason
order by reason != 'counted', cycles desc, reason
