-- title: Root causes
-- question: What holds stalled deals back more often than healthy ones?
-- grain: one row per cause that can be judged
-- caveat: A cause as common on healthy deals is no cause; several may hold for one deal. Whether stalled and healthy deals
--   differ at all is told by the interval of the difference of their shares (Newcombe), at 95 % for each cause alone.
-- adds up: deals, value, stalled, healthy_deals, healthy
-- $judged_causes: the causes the data can judge

with causes as (
    select unnest(list_append($judged_causes::varchar[], 'unexplained')) as cause
),

shares as (
    select
        c.cause,
        count(*) filter (where d.is_stalled and list_contains(d.causes, c.cause)) as deals,
        coalesce(exact_sum(case when d.is_stalled and list_contains(d.causes, c.cause) then d.amount end), 0) as value,
        count(*) filter (where d.is_stalled) as stalled,
        count(*) filter (where not d.is_stalled and list_contains(d.causes, c.cause)) as healthy_deals,
        count(*) filter (where not d.is_stalled) as healthy
    from causes as c
    left join open_deals as d on true
    group by c.cause
),

compared as (
    select
        *,
        deals / nullif(stalled, 0)::double as stalled_share,
        healthy_deals / nullif(healthy, 0)::double as healthy_share,
        newcombe_low(deals, stalled, healthy_deals, healthy) as low,
        newcombe_high(deals, stalled, healthy_deals, healthy) as high
    from shares
)

select
    cause,             -- root cause
    deals,             -- stalled deals it holds for
    value,             -- their value, unknown amounts as 0
    stalled,           -- stalled deals in all
    healthy_deals,     -- open deals that are not stalled it holds for
    healthy,           -- open deals that are not stalled
    stalled_share,     -- share of the stalled deals it holds for
    healthy_share,     -- share of the others it holds for
    stalled_share / nullif(healthy_share, 0) as lift, -- how much more often it holds for stalled deals
    low,               -- difference of the two shares: lower end of its 95 % interval
    high,              -- upper end
    case
        when cause = 'unexplained' then 'unexplained'
        when least(stalled, healthy) < 10 then 'too few'
        when low > 0 then 'cause'
        when stalled_share <= healthy_share then 'not a cause'
        else 'not told apart'
    end as verdict     -- cause (more common on stalled deals), not a cause, not told apart, too few deals, unexplained
from compared
order by list_position(list_append($judged_causes::varchar[], 'unexplained'), cause)
