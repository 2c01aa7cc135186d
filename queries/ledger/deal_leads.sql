-- The lead of each deal, in one generation (`before`) or a later one (`after`).
select
    coalesce(a.deal_id, b.deal_id) as deal_id,
    b.lead_id as lead_before,
    a.lead_id as lead_after
from before.deals as b
full join after.deals as a on b.deal_id = a.deal_id
where b.lead_id is not null or a.lead_id is not null;
