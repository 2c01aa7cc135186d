-- title: Does fit tell leads apart?
-- question: How often does a lead that succeeds fit better than one that does not, and how much would fit alone foretell?
-- grain: one row
-- caveat: Of the leads that were worked, with a known fit. Fit is no probability: it is recalibrated by isotonic
--   regression (CORP) before it is held against what happened. Association: leads outside the profile are worked less.
-- adds up: n, events
-- needs: definition
-- needs: leads; There are no leads to judge.
-- needs: touches; There are no touches, so nothing says which leads were worked; of the others there is no outcome.
-- needs: stage SQL
-- $reached: what counts as success within the horizon: SQL or Won

with scores as materialized (
    select
        icp_fit as x,
        case $reached when 'SQL' then is_sql when 'Won' then is_won end as is_event
    from calibrated_cycles
    where is_worked and icp_fit is not null
),

missed as (
    select
        sum(events) / nullif(sum(n), 0)::double as overall,
        -- Brier score of the recalibrated fit, by distinct fit, in the order of fits: fractions add the same way
        sum((n * rate * rate - 2 * rate * events + events) order by x) / nullif(sum(n), 0)::double as brier
    from isotonic('scores')
)

select
    c.n,                                                               -- worked cycles with a known fit
    c.events,                                                          -- of these, succeeded
    c.auc,                                                             -- c-statistic: 0.5 by chance, 1 always right
    c.low as auc_low,                                                  -- lower end of its 95 % interval
    c.high as auc_high,                                                -- upper end
    m.overall * (1 - m.overall) as uncertainty,                        -- Brier score of the overall rate
    m.overall * (1 - m.overall) - m.brier as discrimination,           -- less that of the recalibrated fit
    (m.overall * (1 - m.overall) - m.brier)
    / nullif(m.overall * (1 - m.overall), 0) as skill                  -- share of the uncertainty it takes away
from c_statistic('scores') as c
cross join missed as m
