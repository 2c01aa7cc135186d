-- The cycles of accounts that several leads share, on one timeline; lead_key is the lead that opened each.
create table account_cycles as
select
    rowid - 1000000000000 as cycle_id,
    opening_lead_key as lead_key,
    unit_key as account_key,
    * exclude (unit_key, next_opened_at, opening_lead_key)
from cycle_keys;
