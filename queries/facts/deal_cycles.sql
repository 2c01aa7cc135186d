-- One row per deal of a cycle: the cycle open right after its creation. A deal opens a cycle when none is open; a
-- renewal, which is on no timeline, only finds one.
create temp table deal_cycles as
with cycle_of_deal as (
    select
        s.deal_key,
        c.rowid as cycle_id
    from unit_steps as s
    inner join cycle_keys as c on s.unit_key = c.unit_key and s.cycle_number = c.cycle_number
    where s.deal_key is not null and s.step % 32 = 8
    qualify row_number() over (partition by s.deal_key order by s.step) = 1
    union all
    select
        k.deal_key,
        c.rowid as cycle_id
    from deal_keys as k
    inner join cycle_keys as c on k.lead_key = c.unit_key
    where
        k.is_renewal and c.opened_at <= k.created_at
        and (c.first_closed_at is null or c.first_closed_at > k.created_at)
)

select
    d.deal_key,
    c.cycle_id,
    c.cycle_number,
    c.opened_at as cycle_opened_at,
    c.first_closed_at as cycle_first_closed_at,
    c.late_won_at as cycle_late_won_at,
    c.response_at as cycle_response_at
from cycle_of_deal as d
inner join cycles as c on d.cycle_id = c.cycle_id;
