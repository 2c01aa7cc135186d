-- The isotonic regression of ../isotonic.sql without a recursion, for an engine that takes no aggregate in one: the
-- same rows and columns, by the min-max formula. A score's rate is the greatest, over the scores a up to it, of the
-- least share of events from a to any score b from it on.
-- Source: R. E. Barlow, D. J. Bartholomew, J. M. Bremner, H. D. Brunk, Statistical Inference under Order Restrictions
-- (1972), 1.2. Every pair of distinct scores is held: 1,000 scores make half a million.
create or replace macro isotonic(scores) as table
with
pooled as (
    select
        x,
        count(*) as n,
        count(*) filter (where is_event) as events
    from query_table(scores)
    where x is not null
    group by x
),

summed as (
    select
        *,
        (sum(n) over (order by x))::bigint as n_upto,
        (sum(events) over (order by x))::bigint as events_upto
    from pooled
),

least_shares as (
    select
        b.x,
        min((b.events_upto - a.events_upto + a.events) / (b.n_upto - a.n_upto + a.n)::double) over (
            partition by a.x order by b.x desc
        ) as share
    from summed as a
    inner join summed as b on a.x <= b.x
),

rates as (
    select x, max(share) as rate
    from least_shares
    group by x
)

select p.x, p.n, p.events, r.rate
from pooled as p
inner join rates as r on p.x = r.x;
