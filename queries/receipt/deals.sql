-- title: Deals behind the figure
-- question: How many deals are counted, and why are the others left out?
-- grain: one row per reason, the counted first
-- adds up: no; it says whom the slice leaves out

with sorted as (
    select
        case
            when c.is_renewal then 'renewals, left out'
            when d.deal_key is null then 'outside the filters'
            else 'counted'
        end as reason
    from company_deals as c
    left join deals as d on c.deal_key = d.deal_key
)

select
    reason,               -- counted, or why a deal is left out
    count(*) as deals     -- deals created by the moment looked at
from sorted
group by reason
order by reason != 'counted', deals desc, reason
