-- Cumulative incidence of one outcome among competing ones (Aalen–Johansen), by cohort.
-- Source: O. Aalen, S. Johansen, Scand. J. Statist. 5 (1978) 141–150; with no competing outcome it is 1 - Kaplan–Meier.
--
-- `observations` is the name, as a string, of a relation with the columns
--   cohort   any value, null is a cohort of its own
--   elapsed  time from the start to what happened or to the last look, any number in any unit
--   outcome  1 = the event of interest, 2 = a competing event, 0 = censored
-- At one time events come before censoring; a row without a time is not an observation.

-- One row per cohort and time at which anything but censoring happened: at_risk (just before), events, competing,
-- survival (share without any event, after that time), incidence (share with the event of interest, up to and with it).
create or replace macro incidence(observations) as table
with
times as (
    select
        cohort,
        elapsed,
        count(*) as leaving,
        count(*) filter (where outcome = 1) as events,
        count(*) filter (where outcome = 2) as competing
    from query_table(observations)
    where elapsed is not null
    group by cohort, elapsed
),

counted as (
    select
        *,
        sum(leaving) over (
            partition by cohort order by elapsed desc
            rows between unbounded preceding and current row
        )::double as at_risk
    from times
),

surviving as (
    select
        *,
        product((at_risk - events - competing) / at_risk) over (
            partition by cohort order by elapsed
            rows between unbounded preceding and current row
        ) as survival
    from counted
    where events + competing > 0
)

select
    cohort,
    elapsed,
    at_risk::bigint as at_risk,
    events,
    competing,
    survival,
    sum(coalesce(before, 1) * events / at_risk) over (
        partition by cohort order by elapsed
        rows between unbounded preceding and current row
    ) as incidence
from (
    select
        *,
        lag(survival) over (partition by cohort order by elapsed) as before
    from surviving
);
