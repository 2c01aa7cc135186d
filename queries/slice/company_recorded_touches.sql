-- holds: What is recorded of each touch of the company, by its row. A question joins it to the few touches it is left
--   with: there are more touches than anything else.
-- sliced by: nothing; touches are joined to it that are sliced
-- counts: touches
-- personal: nothing
select
    rowid as touch_row,
    kind,
    direction,
    rep
from warehouse.touches
