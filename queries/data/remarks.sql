-- title: Records that count for nothing
-- question: What was loaded and then counts for nothing, and why?
-- grain: one row per kind
-- caveat: No slice narrows it: an import is looked at whole.

with kinds as (
    select *
    from import_remarks
)

select
    kind,         -- what kind of record
    records,      -- how many
    sentence      -- why they count for nothing, and what to do
from kinds
order by records desc, kind
