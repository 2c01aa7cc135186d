-- title: Distance to a target
-- question: How far is a figure from the company's own target?
-- grain: one row per series
-- caveat: The target is the company's own, of its settings.
-- $series: name of the figure of each target
-- $values: the figure, null when not known
-- $targets: its target
-- $ceilings: true where less is better

with compared as (
    select
        unnest($series::varchar[]) as series,
        unnest($values::double[]) as value,
        unnest($targets::double[]) as target,
        unnest($ceilings::boolean[]) as is_ceiling
)

select
    series,                                    -- name of the figure
    abs(value - target) as distance,           -- from the target, in the figure's own unit
    case when is_ceiling then value <= target else value >= target end as is_met    -- on the right side of it
from compared
order by series
