-- holds: What people did about each open deal of the company (renewals aside) until $as_of: the last touch by a
--   person, the last word from the buyer, how often we have tried since without an answer, how often the close was
--   pushed.
-- stands on: company_visits, company_deal_touches, company_moves
-- sliced by: nothing; deals are joined to it that are sliced
-- kept: the questions of stalled deals read it at one moment
-- counts: deals
-- personal: nothing
with standing as (
    select deal_key
    from company_visits
    where left_at is null
),
human_touches as materialized (
    from company_deal_touches
    where deal_key in (select deal_key from standing)
),
last_touches as (
    select
        deal_key,
        max(happened_at) as last_touch_at,
        max(happened_at) filter (where not is_outbound) as last_inbound_at
    from human_touches
    group by deal_key
),
tries as (
    select
        t.deal_key,
        count(*) as unanswered
    from human_touches as t
    inner join last_touches as l on t.deal_key = l.deal_key
    where t.is_outbound and t.happened_at > l.last_inbound_at
    group by t.deal_key
),
pushed as (
    select
        deal_key,
        count(*) as pushes
    from company_moves
    where not is_move
    group by deal_key
)
select
    s.deal_key,
    l.last_touch_at,
    l.last_inbound_at,
    coalesce(t.unanswered, 0) as unanswered,
    coalesce(p.pushes, 0) as pushes
from standing as s
left join last_touches as l on s.deal_key = l.deal_key
left join tries as t on s.deal_key = t.deal_key
left join pushed as p on s.deal_key = p.deal_key
