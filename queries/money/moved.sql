-- title: What moved
-- question: Did everything the two sides are judged by move the same way since the window before?
-- grain: one row per figure, in the order given
-- caveat: A figure that fell is good news only of costs. What did not move, or is not known, has no direction.
-- $figures: what marketing and sales are judged by, and what both are
-- $now: their values, null where one is not known
-- $before: those of the window before
-- $low_is_good: which of them are better when they fall

with given as (
    select
        unnest($figures::varchar[]) as figure,
        unnest($now::double[]) as current,
        unnest($before::double[]) as previous,
        unnest(range(len($figures::varchar[]))) as place
),

moved as (
    select
        *,
        current - previous as change,
        case when current != previous then (current > previous) != list_contains($low_is_good::varchar[], figure) end as is_better
    from given
)

select
    figure,                                               -- what is compared
    current,                                              -- its value now
    previous,                                             -- in the window before
    change,                                               -- the difference
    change / nullif(previous, 0) as relative,             -- the same as a share of the value before
    is_better,                                            -- whether it moved for the better; null when it did not move
    min(is_better) over () = max(is_better) over () as is_aligned    -- whether all that moved moved the same way; null when nothing did
from moved
order by place
