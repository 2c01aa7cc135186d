-- The timelines to cut into cycles: one per account that several leads share; at one instant they go by lead_id.
create or replace temp view unit_timeline as
select
    l.account_key as unit_key,
    o.lead_order,
    t.*
from timeline as t
inner join lead_facts as l on t.lead_key = l.lead_key
inner join account_order as o on t.lead_key = o.lead_key
where l.shares_account;
