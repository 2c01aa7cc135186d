-- title: Usual range
-- question: Is this week outside what the 26 weeks before make usual?
-- grain: one row per series
-- caveat: Limits are mean ± 2.66 × mean moving range (XmR); a move inside them is noise.
-- $series: name of the series of each point
-- $positions: its place in time, the last one current
-- $values: its value, null when not known
-- $floors: true where the series cannot be negative

with points as (
    select
        unnest($series::varchar[]) as series,
        unnest($positions::bigint[]) as position,
        unnest($values::double[]) as value,
        unnest($floors::boolean[]) as floor_at_zero
)

select
    series,     -- name of the series
    mean,       -- mean of the 26 weeks
    lower,      -- lower limit of the usual range
    upper,      -- upper limit
    signal,     -- true when this week is outside, or 8 in a row lie on one side
    upper - mean > 0.5 * mean as is_noisy    -- the range is wider than half the mean to each side: a week says little
from xmr_limits('points')
order by series
