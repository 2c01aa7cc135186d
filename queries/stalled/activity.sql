-- title: Activity on stalled deals
-- question: How often did we and the buyer touch each stalled deal, week by week?
-- grain: one row per stalled deal
-- caveat: Touches by people, of the deal and of its lead. The last of the 13 weeks ends at the moment.
-- adds up: rows
-- needs: deals; There are no deals, so none can have stalled.
-- needs for touches: touches; There are no touches, so nothing says what was done about a deal.
-- $as_of: the moment looked at

with stalled as (
    select deal_key, deal_id
    from open_deals
    where is_stalled
),

-- 604,800,000,000 microseconds are a week
touched as (
    select
        t.deal_key,
        (epoch_us($as_of::timestamp) - 1 - epoch_us(t.happened_at)) // 604800000000 as weeks_ago,
        count(*) as touches
    from company_deal_touches as t
    inner join stalled as s on t.deal_key = s.deal_key
    group by t.deal_key, weeks_ago
),

weeks as (
    select unnest(range(13)) as weeks_ago
)

select
    s.deal_id,                                                         -- the deal's key in the CRM
    list(coalesce(t.touches, 0) order by w.weeks_ago desc) as touches  -- touches in each week, the latest last
from stalled as s
cross join weeks as w
left join touched as t on s.deal_key = t.deal_key and w.weeks_ago = t.weeks_ago
group by s.deal_id
order by s.deal_id
