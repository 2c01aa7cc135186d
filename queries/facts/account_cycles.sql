-- The cycles of accounts: the leads of an account on one timeline, with the columns of the lead that opened each.
create table account_cycles as
select
    k.* exclude (unit_key, next_opened_at, opening_lead_key),
    k.unit_key as account_key,
    l.* exclude (account_key)
from cycle_keys as k
inner join lead_facts as l on k.opening_lead_key = l.lead_key;
