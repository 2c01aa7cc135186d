-- title: Score against score, lead by lead
-- question: Where do leads stand on marketing's score and on sales' score?
-- grain: one row per pair of score bands with leads
-- caveat: Scores are those of the import, not those of the day the lead was judged.
-- adds up: cycles
-- $conversion_from: cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $score_threshold: a score from here on is high

with scored as (
    select
        engagement_score,
        sales_score(readiness_score, budget, authority, need, timing) as sales_score
    from cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to and engagement_score is not null
)

select
    score_band(engagement_score) as marketing_band,                                   -- marketing's score in tens
    score_band(sales_score) as sales_band,                                            -- sales' score likewise
    count(*) as cycles,                                                               -- leads there
    bool_and(engagement_score >= $score_threshold) as is_marketing_high,              -- all of them high for marketing
    bool_and(sales_score >= $score_threshold) as is_sales_high                        -- all of them high for sales
from scored
where sales_score is not null
group by all
order by marketing_band, sales_band
