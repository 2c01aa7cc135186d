-- The timelines to cut into cycles: one per account, its leads together; at one instant they go by lead_id.
create or replace temp view unit_timeline as
select
    l.account_key as unit_key,
    l.lead_id,
    t.*
from timeline as t
inner join lead_facts as l on t.lead_key = l.lead_key;
