-- title: Records of a filter
-- question: How many cycles and deals does the slice keep, in whatever window?
-- grain: one row

with kept as (
    select 'cycle' as kind from cycles
    union all
    select 'deal' as kind from deals
)

select
    count(*) filter (where kind = 'cycle') as cycles,     -- qualification cycles
    count(*) filter (where kind = 'deal') as deals        -- deals, renewals too
from kept
