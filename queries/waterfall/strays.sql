-- title: Exits without a cycle
-- question: How many exits were recorded of leads that had nothing open to exit from?
-- grain: one row
-- adds up: stray_exits
-- needs: leads; There are no leads, so there is no waterfall of leads.

with strays as (
    select happened_at
    from stray_exits
)

select
    count(*) as stray_exits    -- exits that found no cycle open
from strays
