-- How far the mix of what comes in has moved: Σ (p − q) ln(p / q) over the categories, p their shares now, q before.
-- Source: the population stability index of credit scoring, the symmetric divergence of S. Kullback, R. A. Leibler,
-- Ann. Math. Stat. 22 (1951) 79–86. Categories below 5 % in both windows are joined; an empty one counts as 0.0001.
-- `categories` is the name, as a string, of a relation with one row per field and category: field, category,
-- n_before, n (records).
-- One row per field: field, n_before, n, psi (null when either window is empty).
create or replace macro population_stability(categories) as table
with
shares as (
    select
        *,
        n_before / nullif(sum(n_before) over (partition by field), 0)::double as share_before,
        n / nullif(sum(n) over (partition by field), 0)::double as share
    from query_table(categories)
),

joined as (
    select
        field,
        sum(n_before)::bigint as n_before,
        sum(n)::bigint as n,
        sum(sum(n_before)) over (partition by field) as all_before,
        sum(sum(n)) over (partition by field) as all_now
    from shares
    group by
        field,
        case when greatest(share_before, share) < 0.05 then 'joined' else 'own' end,
        case when greatest(share_before, share) < 0.05 then null else category end
),

compared as (
    select
        *,
        greatest(n / nullif(all_now, 0)::double, 0.0001) as p,
        greatest(n_before / nullif(all_before, 0)::double, 0.0001) as q
    from joined
)

select
    field,
    sum(n_before)::bigint as n_before,
    sum(n)::bigint as n,
    case when sum(n_before) > 0 and sum(n) > 0 then list_sum(list_sort(list((p - q) * ln(p / q)))) end as psi
from compared
group by field;
