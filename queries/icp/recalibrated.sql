-- title: The curve of fit against success
-- question: What chance to reach SQL does each fit stand for, if more fit never means less chance?
-- grain: one row per distinct fit, lowest first
-- caveat: Isotonic regression of what happened to leads that were worked; no bins, equal fits pooled.
-- adds up: n, events
-- needs: definition
-- needs: leads; There are no leads to judge.
-- needs: touches; There are no touches, so nothing says which leads were worked; of the others there is no outcome.
-- needs: stage SQL

with scores as materialized (
    select
        icp_fit as x,
        is_sql as is_event
    from calibrated_cycles
    where is_worked and icp_fit is not null
)

select
    x as fit,      -- fit, 0 to 100
    rate,          -- recalibrated share that reached SQL
    n,             -- worked cycles of this fit
    events         -- of these, reached SQL
from isotonic('scores')
order by x
