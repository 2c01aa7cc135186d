-- title: Leads between two counts of the same enquiries
-- question: Which enquiries does the second of the two count otherwise, for this reason?
-- grain: one row per qualification cycle, the latest first
-- adds up: rows
-- $way: fit, sql_in_time, won_in_time or close, as the counts are told apart
-- $counted_from: came in at or after this instant
-- $counted_to: and before this one
-- $given_seconds: time they are given
-- $as_of: the moment looked at
-- $reason: why it counts them otherwise
-- $rows: at most so many

with came_in as materialized (
    select
        *,
        icp_tier != 'Unknown' as is_known
    from cycles
    where opened_at >= $counted_from and opened_at < $counted_to
),

kept as (
    select *
    from counted_in_time($way, 'came_in', $given_seconds, $as_of)
    where reason = $reason
)

select
    lead_id,            -- key in the CRM
    name,               -- the lead
    company,            -- their company
    source,             -- where the lead came from
    owner,              -- who works it now
    opened_at,          -- when the cycle opened (UTC)
    reached_sql_at,     -- when it reached SQL (UTC)
    won_at,             -- when it was won (UTC)
    exit                -- how it was closed
from kept
order by opened_at desc, lead_id, cycle_id
limit $rows
