-- Events of leads and deals that are in one generation only: in the earlier one (`before`), where it is gone since, or in
-- the later one (`after`), which has it anew.
create temp table changed_events as
with kept as (
    select 'lead' as kind, lead_id as id, e.at as happened_at, event, actor, reason, day_only from before.lead_events as e
    union all
    select 'deal' as kind, deal_id as id, e.at as happened_at, event, actor, reason, day_only from before.deal_events as e
),

known as (
    select 'lead' as kind, lead_id as id, e.at as happened_at, event, actor, reason, day_only from after.lead_events as e
    union all
    select 'deal' as kind, deal_id as id, e.at as happened_at, event, actor, reason, day_only from after.deal_events as e
)

select *, false as is_fresh
from (from kept except from known)
union all
select *, true as is_fresh
from (from known except from kept);
