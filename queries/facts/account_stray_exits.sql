-- One row per exit that found no cycle of the account open.
create table account_stray_exits as
select
    lead_key,
    happened_at
from unit_strays;
