-- title: Win rate of a year's deals
-- question: Of the deals created in the last 52 weeks, what share is won within 180 days?
-- grain: one row, none when no deal was created
-- caveat: Deals still open count up to now; lost ones compete.
-- adds up: observed
-- needs: deals; There are no deals, so there is no pipeline.
-- needs for incidence: outcome
-- $year_from: deals created at or after this instant
-- $as_of: the moment looked at

with observed as (
    select
        true as cohort,
        epoch_us(coalesce(closed_at, $as_of::timestamp)) - epoch_us(created_at) as elapsed,
        case status when 'won' then 1 when 'lost' then 2 else 0 end as outcome
    from deals
    where not is_renewal and created_at >= $year_from
)

select
    observed,         -- deals created in the 52 weeks
    incidence         -- share won within 180 days (Aalen–Johansen)
from incidence_at('observed', 180 * 86400e6)
