-- title: Agreement when both judge blind
-- question: Do the two heads agree on what a good lead is, over all leads that come in?
-- grain: one row per figure of agreement
-- caveat: Each judged card stands for N/n leads of its stratum. The interval draws the leads that nobody judged by chance.
-- $frames: leads of each stratum, N
-- $both_good: judged good by both, of each stratum
-- $marketing_only: by marketing alone
-- $sales_only: by sales alone
-- $neither: by neither
-- $both_good_shares: share of the others that is good to both; stratum by stratum as estimated, then of each draw
-- $marketing_only_shares: to marketing alone
-- $sales_only_shares: to sales alone
-- $neither_shares: to neither

with strata as (
    select
        generate_subscripts($frames::bigint[], 1) as stratum,
        unnest($frames::bigint[]) as leads,
        unnest($both_good::bigint[]) as "both",
        unnest($marketing_only::bigint[]) as marketing_only,
        unnest($sales_only::bigint[]) as sales_only,
        unnest($neither::bigint[]) as neither
),

shares as (
    select
        generate_subscripts($both_good_shares::double[], 1) - 1 as place,
        unnest($both_good_shares::double[]) as "both",
        unnest($marketing_only_shares::double[]) as marketing_only,
        unnest($sales_only_shares::double[]) as sales_only,
        unnest($neither_shares::double[]) as neither
),

unjudged as (
    select
        p.* exclude (place),
        p.place // len($frames::bigint[]) as draw,
        p.place % len($frames::bigint[]) + 1 as stratum
    from shares as p
),

judged as (
    select
        *,
        leads - "both" - marketing_only - sales_only - neither as rest
    from strata
),

cells as (
    select
        u.draw,
        sum(j."both" + u."both" * j.rest order by j.stratum) as "both",
        sum(j.marketing_only + u.marketing_only * j.rest order by j.stratum) as marketing_only,
        sum(j.sales_only + u.sales_only * j.rest order by j.stratum) as sales_only,
        sum(j.neither + u.neither * j.rest order by j.stratum) as neither
    from judged as j
    inner join unjudged as u on j.stratum = u.stratum
    group by u.draw
),

figures as (
    select
        draw,
        unnest(['po', 'kappa', 'ac1', 'alpha', 'positive_agreement', 'negative_agreement', 'bias']) as figure,
        unnest([po, kappa, ac1, alpha, positive_agreement, negative_agreement, bias]) as amount
    from agreement('cells')
)

select
    figure,                                                           -- po, kappa, ac1, alpha, …, bias
    max(amount) filter (where draw = 0) as value,                     -- as estimated
    quantile_cont(amount, 0.025) filter (where draw > 0) as low,      -- lower end of its 95 % interval
    quantile_cont(amount, 0.975) filter (where draw > 0) as high      -- upper end
from figures
group by figure
order by figure
