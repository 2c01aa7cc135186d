-- Leads that share an account, numbered by lead_id.
create temp table account_order as
select
    lead_key,
    row_number() over (order by lead_id) as lead_order
from lead_facts
where shares_account;
