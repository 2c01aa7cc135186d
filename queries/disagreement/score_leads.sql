-- title: Leads of a square of scores
-- question: Which leads stand here on marketing's score and on sales' score?
-- grain: one row per qualification cycle, the latest first
-- adds up: rows
-- $conversion_from: cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $marketing_band: marketing's score in tens, 0 to 9
-- $sales_band: sales' score likewise
-- $rows: at most so many

with scored as (
    select
        *,
        sales_score(readiness_score, budget, authority, need, timing) as sales_score
    from cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to and engagement_score is not null
)

select
    lead_id,                                 -- the lead's key in the CRM
    name,                                    -- the lead
    company,                                 -- company of the lead
    source,                                  -- where the lead came from
    owner,                                   -- who works it now
    opened_at,                               -- when the cycle opened (UTC)
    engagement_score as marketing_score,     -- marketing's score
    sales_score,                             -- sales' score: readiness, else 25 for each BANT answer that is yes
    coalesce(exit, 'open') as exit           -- how the cycle ended
from scored
where
    sales_score is not null
    and score_band(engagement_score) = $marketing_band and score_band(sales_score) = $sales_band
order by opened_at desc, lead_id, cycle_id
limit $rows
