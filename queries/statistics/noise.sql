-- Limits within which a weekly value is noise: the individuals and moving range chart (XmR).
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
        series,
        value::double as value,
        floor_at_zero,
        row_number() over (partition by series order by position desc) as weeks_back
    from query_table(points)
),

measured as (
    select
        *,
        value - lag(value) over (partition by series order by weeks_back desc) as moved,
        row_number() over (partition by series order by weeks_back) as values_back
    from numbered
    where weeks_back <= 27 and value is not null
),

limits as (
    select
        series,
        favg(value) as mean,
        2.66 * favg(abs(moved)) as reach
    from measured
    where weeks_back > 1
    group by series
    having count(*) >= 8
),

latest as (
    select
        measured.series,
        max(measured.value) filter (where measured.weeks_back = 1) as current_value,
        min(measured.value) filter (where measured.values_back <= 8) as lowest_of_8,
        max(measured.value) filter (where measured.values_back <= 8) as highest_of_8
    from measured
    group by measured.series
)

select
    numbered.series,
    limits.mean,
    case when numbered.floor_at_zero then greatest(limits.mean - limits.reach, 0) else limits.mean - limits.reach end
        as lower,
    limits.mean + limits.reach as upper,
    abs(latest.current_value - limits.mean) > limits.reach + 1e-12 * abs(limits.mean)
    or (latest.current_value is not null and latest.lowest_of_8 > limits.mean + 1e-12 * abs(limits.mean))
    or (latest.current_value is not null and latest.highest_of_8 < limits.mean - 1e-12 * abs(limits.mean)) as signal
from numbered
left join limits using (series)
left join latest using (series)
where numbered.weeks_back = 1;
