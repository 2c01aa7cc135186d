-- title: Has a share moved
-- question: Is the change of a share between two windows more than chance?
-- grain: one row
-- caveat: The interval of the difference of two shares (Newcombe), at 95 %.
-- $won_now: successes now
-- $of_now: of so many
-- $won_before: successes in the window before
-- $of_before: of so many

with shares as (
    select
        newcombe_low($won_now::bigint, $of_now::bigint, $won_before::bigint, $of_before::bigint) as low,
        newcombe_high($won_now::bigint, $of_now::bigint, $won_before::bigint, $of_before::bigint) as high
)

select
    low,    -- lower end of the interval of the change
    high    -- upper end
from shares
