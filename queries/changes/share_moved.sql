-- title: Has a share moved
-- question: Is the change of a share between two windows more than chance?
-- grain: one row
-- caveat: The interval of the difference of two shares (Newcombe), at 95 %.
-- $won_now: successes now
-- $of_now: of so many
-- $won_before: successes in the window before
-- $of_before: of so many

with counts as (
    select
        $won_now::bigint as won_now,
        $of_now::bigint as of_now,
        $won_before::bigint as won_before,
        $of_before::bigint as of_before
)

select
    newcombe_low(won_now, of_now, won_before, of_before) as low,     -- lower end of the interval of the change
    newcombe_high(won_now, of_now, won_before, of_before) as high    -- upper end
from counts
