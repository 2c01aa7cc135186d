-- title: Root causes
-- question: What holds stalled deals back more often than healthy ones?
-- grain: one row per cause that can be judged
-- caveat: A cause as common on healthy deals is no cause; several may hold for one deal.
-- $judged_causes: the causes the data can judge

with causes as (
    select unnest(list_append($judged_causes::varchar[], 'unexplained')) as cause
),

shares as (
    select
        c.cause,
        count(*) filter (where d.is_stalled and list_contains(d.causes, c.cause)) as deals,
        coalesce(sum(d.amount) filter (where d.is_stalled and list_contains(d.causes, c.cause)), 0) as value,
        count(*) filter (where d.is_stalled) as stalled,
        count(*) filter (where not d.is_stalled and list_contains(d.causes, c.cause)) as healthy_deals,
        count(*) filter (where not d.is_stalled) as healthy
    from causes as c
    left join open_deals as d on true
    group by c.cause
)

select
    cause,             -- root cause
    deals,             -- stalled deals it holds for
    value,             -- their value, unknown amounts as 0
    stalled,           -- stalled deals in all
    healthy_deals,     -- open deals that are not stalled it holds for
    healthy,           -- open deals that are not stalled
    (deals / nullif(stalled, 0)::double) / nullif(healthy_deals / nullif(healthy, 0)::double, 0) as lift -- how much more often it holds for stalled deals
from shares
order by list_position(list_append($judged_causes::varchar[], 'unexplained'), cause)
