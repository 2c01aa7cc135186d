-- holds: Deals of the whole company open at $as_of (renewals aside) with their age in the stage against its limit, and
--   what people did about them.
-- stands on: company_deals, company_visits, company_limits, company_attention, company_loads
-- sliced by: nothing; the open deals of a slice are taken out of the company's
-- counts: deals
-- personal: email, name, deal_name
-- $as_of: the moment looked at
select
    d.*,
    v.stage,
    v.entered_at,
    (epoch_us($as_of::timestamp) - epoch_us(v.entered_at)) / 86400e6 as age_days,
    coalesce(l.limit_days, (select p.limit_days from company_limits as p where p.is_pooled), 30) as limit_days,
    a.pushes,
    a.last_touch_at,
    a.last_inbound_at,
    a.unanswered,
    d.cycle_response_at as response_at,
    o.load,
    o.usual_load
from company_deals as d
inner join company_visits as v on d.deal_key = v.deal_key and v.left_at is null
inner join company_attention as a on d.deal_key = a.deal_key
left join company_limits as l on not l.is_pooled and v.stage is not distinct from l.stage
left join company_loads as o on d.owner = o.owner
where d.status = 'open' and not d.is_renewal
