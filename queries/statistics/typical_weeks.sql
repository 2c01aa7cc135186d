-- What most of the weeks before are like, whatever a few of them were: those no further from their median than 3.145 ×
-- the median moving range. Source: D. J. Wheeler, who takes the median of the moving ranges where a few large ones would
-- widen the limits. `points` as for xmr_limits; one row per series of 8 values or more before the current one: median,
-- typical (weeks near it), untypical (the others), stands_out: the current value is further from it than the typical.
create or replace macro typical_weeks(points) as table
with
numbered as (
    select
        *,
        row_number() over (partition by series order by position desc) as points_back
    from query_table(points)
),

moved as (
    select
        series,
        points_back,
        value::double as value,
        abs(value::double - lag(value::double) over (partition by series order by points_back desc)) as moved
    from numbered
    where points_back <= 27 and value is not null
),

centers as (
    select
        series,
        median(value) as median,
        3.145 * median(moved) as reach
    from moved
    where points_back > 1
    group by series
    having count(*) >= 8
)

select
    series,
    any_value(c.median) as median,
    count(*) filter (where points_back > 1 and abs(value - c.median) <= c.reach) as typical,
    count(*) filter (where points_back > 1 and abs(value - c.median) > c.reach) as untypical,
    bool_or(abs(value - c.median) > c.reach) filter (where points_back = 1) as stands_out
from moved
inner join centers as c using (series)
group by series;
