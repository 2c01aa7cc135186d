-- title: Good leads that were not passed on
-- question: How many of the leads that are good did marketing pass on, and how many never came?
-- grain: one row per figure of the rule by which a lead becomes an MQL
-- caveat: Each judged card stands for N/n leads of its stratum. The interval draws the leads that nobody judged by chance.
-- $frames: leads of each stratum, N
-- $is_mql: whether those of the stratum became MQLs
-- $good: judged good, of each stratum
-- $not_good: judged not good
-- $good_shares: share of the others that is good; stratum by stratum as estimated, then of each draw
-- $not_good_shares: share that is not
-- $decks: weekly decks that the leads came in by

with given as (
    select
        generate_subscripts($frames::bigint[], 1) as stratum,
        unnest($is_mql::boolean[]) as is_mql,
        unnest($good::bigint[]) as good,
        unnest($not_good::bigint[]) as not_good,
        unnest($frames::bigint[]) as frame
),

strata as (
    select * exclude (frame), frame - good - not_good as unjudged
    from given
),

shares as (
    select
        generate_subscripts($good_shares::double[], 1) - 1 as place,
        unnest($good_shares::double[]) as good,
        unnest($not_good_shares::double[]) as not_good
),

cells as (
    select
        p.place // len($frames::bigint[]) as draw,
        sum(s.good + s.unjudged * p.good order by s.stratum) filter (where s.is_mql) as passed_good,
        sum(s.not_good + s.unjudged * p.not_good order by s.stratum) filter (where s.is_mql) as passed_not,
        sum(s.good + s.unjudged * p.good order by s.stratum) filter (where not s.is_mql) as kept_good,
        sum(s.not_good + s.unjudged * p.not_good order by s.stratum) filter (where not s.is_mql) as kept_not
    from shares as p
    inner join strata as s on p.place % len($frames::bigint[]) + 1 = s.stratum
    group by draw
),

figures as (
    select
        draw,
        unnest(['sensitivity', 'specificity', 'ppv', 'npv', 'missed']) as figure,
        unnest([
            passed_good / nullif(passed_good + kept_good, 0),
            kept_not / nullif(kept_not + passed_not, 0),
            passed_good / nullif(passed_good + passed_not, 0),
            kept_not / nullif(kept_not + kept_good, 0),
            kept_good * 13 / $decks
        ]) as amount
    from cells
)

select
    figure,                                                        -- sensitivity, specificity, ppv, npv; missed: a quarter
    max(amount) filter (where draw = 0) as value,                  -- as estimated
    quantile_cont(amount, 0.025) filter (where draw > 0) as low,   -- lower end of its 95 % interval
    quantile_cont(amount, 0.975) filter (where draw > 0) as high   -- upper end
from figures
group by figure
order by figure
