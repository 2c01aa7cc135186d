-- Median time to a first answer by source (Aalen–Johansen), from one wide row per cycle. SQLite and PostgreSQL.
with waits as (
    select
        source,
        coalesce(response, closed, 1794783600000000) - opened as elapsed,
        case when response is not null then 1 when closed is not null then 2 else 0 end as outcome
    from cycles
    where opened >= 1786921200000000 and opened < 1794783600000000
),

times as (
    select
        source,
        elapsed,
        count(*) as leaving,
        sum(case when outcome = 1 then 1 else 0 end) as events,
        sum(case when outcome = 2 then 1 else 0 end) as competing
    from waits
    group by source, elapsed
),

counted as (
    select
        times.*,
        sum(leaving) over (partition by source order by elapsed desc) * 1.0 as at_risk
    from times
),

surviving as (
    select
        counted.*,
        exp(coalesce(sum(case when at_risk > events + competing then ln((at_risk - events - competing) / at_risk) end)
            over (partition by source order by elapsed rows between unbounded preceding and 1 preceding), 0)) as before
    from counted
    where events + competing > 0
),

curve as (
    select
        source,
        elapsed,
        sum(before * events / at_risk) over (partition by source order by elapsed) as incidence
    from surviving
)

select
    source,
    min(elapsed) as median_elapsed
from curve
where incidence >= 0.5 - 1e-9
group by source
