-- title: Score against score
-- question: Does marketing's score rank leads as sales' score does?
-- grain: one row
-- caveat: Scores are those of the import, not those of the day the lead was judged.
-- adds up: n, both_high, one_high, both_low
-- needs: leads; There are no leads, so there is nothing to disagree on.
-- $conversion_from: cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $score_threshold: a score from here on is high

with scored as (
    select
        engagement_score as x,
        sales_score(readiness_score, budget, authority, need, timing) as y
    from cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to and engagement_score is not null
),

pairs as materialized (
    select *
    from scored
    where y is not null
),

levels as (
    select
        (x >= $score_threshold)::integer + (y >= $score_threshold)::integer as highs
    from pairs
)

select
    any_value(ranked.n) as n,                               -- cycles with both scores
    any_value(ranked.spearman) as spearman,                 -- rank correlation, -1 to 1
    count(*) filter (where highs = 2) as both_high,         -- high on both
    count(*) filter (where highs = 1) as one_high,          -- high on one
    count(*) filter (where highs = 0) as both_low           -- low on both
from spearman('pairs') as ranked
left join levels on true
