-- Rank correlation of two measures (Spearman, mean ranks among equals).
-- Source: C. Spearman, Am. J. Psychol. 15 (1904) 72–101; it is Pearson's correlation of the ranks.
-- `pairs` is the name, as a string, of a relation with the columns x and y; a row without both is no pair.
-- One row: n (pairs), spearman (-1 to 1; null when all x or all y are equal, so below two pairs too).
create or replace macro spearman(pairs) as table
with
points as (
    select x, y, count(*) as times
    from query_table(pairs)
    where x is not null and y is not null
    group by x, y
),

-- Twice the rank less twice the mean rank: whole numbers, so nothing is rounded before the sums.
x_ranks as (
    select x, 2 * sum(sum(times)) over (order by x) - sum(times) - sum(sum(times)) over () as x_rank
    from points
    group by x
),

y_ranks as (
    select y, 2 * sum(sum(times)) over (order by y) - sum(times) - sum(sum(times)) over () as y_rank
    from points
    group by y
)

select
    coalesce(sum(times), 0)::bigint as n,
    sum(times * x_rank * y_rank)
    / nullif(sqrt(sum(times * x_rank * x_rank)) * sqrt(sum(times * y_rank * y_rank)), 0) as spearman
from points
inner join x_ranks using (x)
inner join y_ranks using (y);
