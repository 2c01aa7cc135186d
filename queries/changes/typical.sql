-- title: Most weeks
-- question: What were most of the 26 weeks before like, and does this week stand out from them?
-- grain: one row per series of 8 weeks or more
-- caveat: A few weeks of another kind widen the usual range (XmR); this looks at the others alone.
-- $series: name of the series of each point
-- $positions: its place in time, the last one current
-- $values: its value, null when not known

with points as (
    select
        unnest($series::varchar[]) as series,
        unnest($positions::bigint[]) as position,
        unnest($values::double[]) as value
)

select
    series,       -- name of the series
    median,       -- median of the 26 weeks
    typical,      -- weeks no further from it than 3.145 × the median moving range
    untypical,    -- the other weeks
    stands_out    -- true when this week is further from the median than they are
from typical_weeks('points')
order by series
