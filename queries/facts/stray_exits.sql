-- One row per exit of a lead that found no cycle open.
create table stray_exits as
select
    lead_key,
    happened_at
from unit_strays;
