-- What chance of an event a score that is no probability stands for.
-- `scores` is the name, as a string, of a relation with one row per record: x (the score) and is_event; a row without a
-- score is left out, equal scores are pooled.

-- One row per distinct score: x, n, events (records), rate (0–1): the share of events made never to fall as the score
-- rises, least squares (isotonic regression). With records and events summed up to each score as the points of a line,
-- it is the slope of the greatest convex line below them: from each corner the next is where the slope is least.
-- Source: R. E. Barlow, D. J. Bartholomew, J. M. Bremner, H. D. Brunk, Statistical Inference under Order Restrictions
-- (1972), 1.2; the curve of CORP, T. Dimitriadis, T. Gneiting, A. I. Jordan, PNAS 118 (2021) e2016191118.
create or replace macro isotonic(scores) as table
with recursive
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
        x,
        sum(n) over (order by x)::bigint as n_upto,
        sum(events) over (order by x)::bigint as events_upto
    from pooled
),

corners as (
    select
        0::bigint as n_before,
        0::bigint as n_upto,
        0::bigint as events_upto,
        null::double as rate
    union all
    select
        n_before,
        next.n_upto,
        next.events_upto,
        next.rate
    from (
        select
            c.n_upto as n_before,
            min({
                'rate': (s.events_upto - c.events_upto) / (s.n_upto - c.n_upto)::double,
                'ends_last': -s.n_upto,
                'n_upto': s.n_upto,
                'events_upto': s.events_upto
            }) as next
        from corners as c
        inner join summed as s on c.n_upto < s.n_upto
        group by c.n_upto
    )
)

select p.x, p.n, p.events, c.rate
from pooled as p
inner join summed as s on p.x = s.x
inner join corners as c on c.n_before < s.n_upto and s.n_upto <= c.n_upto;
