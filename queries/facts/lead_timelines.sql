-- The timelines to cut into cycles: one per lead.
create or replace temp view unit_timeline as
select
    lead_key as unit_key,
    0 as lead_order,
    *
from timeline;
