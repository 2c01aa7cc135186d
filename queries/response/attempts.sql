-- title: Attempts
-- question: How often do we try before we give up on a lead, and do we write to a person or send a template?
-- grain: one row
-- caveat: Attempts count on enquiries at least 14 days old in which nobody was reached and that nobody closed in those days.
-- adds up: judged, never_tried, tried_once, tried_twice, tried_3_to_5, tried_6_or_more, known
-- needs: leads and clock; There are no leads, so nobody waits for an answer.
-- needs: touches; There are no touches, so nothing says when a lead was answered.

with known as (
    select
        attempts,
        touches,
        personal_touches,
        gave_up,
        is_judged,
        is_known
    from tries
)

select
    count(*) filter (where is_judged) as judged,                                           -- enquiries whose tries are counted
    count(*) filter (where is_judged and attempts = 0) as never_tried,                     -- enquiries nobody tried to reach
    count(*) filter (where is_judged and attempts = 1) as tried_once,                      -- tried once in 14 days
    count(*) filter (where is_judged and attempts = 2) as tried_twice,                     -- tried twice
    count(*) filter (where is_judged and attempts between 3 and 5) as tried_3_to_5,        -- tried three to five times
    count(*) filter (where is_judged and attempts > 5) as tried_6_or_more,                 -- tried six times or more
    count(*) filter (where is_known) as known,                                             -- enquiries of which giving up can be known
    count(*) filter (where is_known and gave_up)
    / nullif(count(*) filter (where is_known), 0)::double as gave_up_after_one,            -- share given up after one try
    sum(personal_touches) / nullif(sum(touches), 0)::double as personal                    -- share of tries without template
from known
