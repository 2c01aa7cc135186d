-- What the facts hold, as numbers that change with any of their cells and with nothing else: keys of our own, which number
-- rows as they came, are left out, and rows may stand in any order.

select
    'lead_facts' as fact,
    count(*) as row_count,
    coalesce(sum(hash(contents)), 0)::varchar as total
from (select * exclude (lead_key, account_key) from lead_facts) as contents
union all
select
    'cycles' as fact,
    count(*) as row_count,
    coalesce(sum(hash(contents)), 0)::varchar as total
from (select * exclude (cycle_id, lead_key) from cycles) as contents
union all
select
    'cycle_touches' as fact,
    count(*) as row_count,
    coalesce(sum(hash(contents)), 0)::varchar as total
from (select * exclude (touch_row, lead_key, deal_key, cycle_id) from cycle_touches) as contents
union all
select
    'lead_activity' as fact,
    count(*) as row_count,
    coalesce(sum(hash(contents)), 0)::varchar as total
from (select * exclude (lead_key) from lead_activity) as contents
union all
select
    'stray_exits' as fact,
    count(*) as row_count,
    coalesce(sum(hash(contents)), 0)::varchar as total
from (select * exclude (lead_key) from stray_exits) as contents
union all
select
    'deal_facts' as fact,
    count(*) as row_count,
    coalesce(sum(hash(contents)), 0)::varchar as total
from (select * exclude (deal_key, lead_key, cycle_id) from deal_facts) as contents
union all
select
    'deal_spells' as fact,
    count(*) as row_count,
    coalesce(sum(hash(contents)), 0)::varchar as total
from (select * exclude (deal_key) from deal_spells) as contents
union all
select
    'deal_moves' as fact,
    count(*) as row_count,
    coalesce(sum(hash(contents)), 0)::varchar as total
from (select * exclude (deal_key) from deal_moves) as contents
union all
select
    'deal_touches' as fact,
    count(*) as row_count,
    coalesce(sum(hash(contents)), 0)::varchar as total
from (select * exclude (deal_key) from deal_touches) as contents
union all
select
    'account_cycles' as fact,
    count(*) as row_count,
    coalesce(sum(hash(contents)), 0)::varchar as total
from (select * exclude (cycle_id, lead_key, account_key) from account_cycles) as contents
union all
select
    'account_stray_exits' as fact,
    count(*) as row_count,
    coalesce(sum(hash(contents)), 0)::varchar as total
from (select * exclude (lead_key) from account_stray_exits) as contents
union all
select
    'recorded' as fact,
    count(*) as row_count,
    coalesce(sum(hash(contents)), 0)::varchar as total
from (select * from recorded) as contents
order by fact;
