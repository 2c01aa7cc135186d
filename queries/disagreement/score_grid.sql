-- title: Score against score, lead by lead
-- question: Where do leads stand on marketing's score and on sales' score?
-- grain: one row per pair of score bands with leads
-- caveat: Scores are those of the import, not those of the day the lead was judged.
-- $conversion_from: cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $score_threshold: a score from here on is high

with scored as (
    select
        engagement_score,
        coalesce(
            readiness_score,
            case
                when coalesce(budget, authority, need, timing) is not null
                    then 25 * (
                        coalesce(budget::integer, 0) + coalesce(authority::integer, 0)
                        + coalesce(need::integer, 0) + coalesce(timing::integer, 0)
                    )
            end
        ) as sales_score
    from cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to and engagement_score is not null
)

select
    least(greatest(floor(engagement_score / 10), 0), 9)::integer as marketing_band,   -- marketing's score in tens
    least(greatest(floor(sales_score / 10), 0), 9)::integer as sales_band,            -- sales' score likewise
    count(*) as cycles,                                                               -- leads there
    bool_and(engagement_score >= $score_threshold) as is_marketing_high,              -- all of them high for marketing
    bool_and(sales_score >= $score_threshold) as is_sales_high                        -- all of them high for sales
from scored
where sales_score is not null
group by all
order by marketing_band, sales_band
