-- Limits within which a weekly value is noise: the chart of individuals and moving ranges (XmR).
-- Source: W. A. Shewhart by way of D. J. Wheeler, Understanding Variation (1993): mean ± 2.66 × mean moving range.
-- `points` is the name, as a string, of a relation with the columns
--   series         what is measured
--   position       order in time; the last one is the current point
--   value          null where there was nothing to measure
--   floor_at_zero  true where the series cannot be negative, one answer per series
-- One row per series: mean, lower, upper from the 26 points before the current one, nulls skipped (a moving range then
-- spans the gap), in the unit of value; null with fewer than 8 values. signal: the current value is outside, or it and
-- the 7 values before it are all on one side of the mean; null without limits or without a current value.
-- A difference below a trillionth of the mean is rounding, not a move.
create or replace macro xmr_limits(points) as table
with
numbered as (
    select
        *,
        row_number() over (partition by series order by position desc) as points_back
    from query_table(points)
),

measured as (
    select
        series,
        points_back,
        value::double as value,
        value::double - lag(value::double) over (partition by series order by points_back desc) as moved,
        row_number() over (partition by series order by points_back) as values_back
    from numbered
    where points_back <= 27 and value is not null
),

limits as (
    select
        series,
        favg(value order by points_back) filter (where points_back > 1) as mean,
        2.66 * favg(abs(moved) order by points_back) filter (where points_back > 1) as reach,
        1e-12 * abs(favg(value order by points_back) filter (where points_back > 1)) as rounding,
        min(value) filter (where values_back <= 8) as lowest_of_8,
        max(value) filter (where values_back <= 8) as highest_of_8
    from measured
    group by series
    having count(*) filter (where points_back > 1) >= 8
)

select
    numbered.series,
    mean,
    case when floor_at_zero and mean < reach then 0 else mean - reach end as lower,
    mean + reach as upper,
    case when value is not null then
        abs(value - mean) > reach + rounding or lowest_of_8 > mean + rounding or highest_of_8 < mean - rounding
    end as signal
from numbered
left join limits using (series)
where numbered.points_back = 1;
