-- title: Leads of the matrix
-- question: Which leads did both teams want, or only one, or neither?
-- grain: one row per judged cycle, the latest verdict first
-- adds up: rows
-- $conversion_from: cycles that opened at or after this instant
-- $conversion_to: and before this one, so that sales has had time
-- $cells: those in these cells: both, marketing_only, sales_only, neither; the middle two are the disputed
-- $rows: at most so many

with judged as (
    select *
    from judged_cycles
    where
        opened_at >= $conversion_from and opened_at < $conversion_to
        and list_contains($cells::varchar[], cell)
)

select
    lead_id,                                                                -- the lead's key in the CRM
    name,                                                                   -- the lead
    company,                                                                -- company of the lead
    source,                                                                 -- where the lead came from
    owner,                                                                  -- who works it now
    icp_tier,                                                               -- fit by the shared definition
    engagement_score,                                                       -- marketing's score
    readiness_score,                                                        -- sales' score
    cell,                                                                   -- who wanted it
    observed_mql_at as mql_at,                                              -- when marketing qualified it (UTC)
    judged_at,                                                              -- when sales took it or turned it down (UTC)
    case when reached_sql_at is null then exit_reason end as reason         -- why it was turned down
from judged
order by judged_at desc, lead_id, cycle_id
limit $rows
