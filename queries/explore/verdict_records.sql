-- title: Leads behind a hand-off
-- question: Which MQLs are these, and what did sales say of each?
-- grain: one row per handed-over cycle, latest first
-- adds up: rows
-- $dimension: column to split by, or none
-- $second: column to split by within it, or none
-- $grain: week, month or quarter of the local clock; null for the whole window
-- $part: only this value of the first column; null with none
-- $second_part: only this value of the second column; null with none
-- $period: only the period that begins on this day; null for the whole window
-- $time_zone: the company's time zone
-- $verdicts: those with one of these verdicts: accepted, rejected, undecided
-- $since: the window holds MQLs seen at or after this instant
-- $until: and before this one
-- $rows: at most so many

with chosen as (
    select *
    from handoffs
    where
        observed_mql_at >= $since and observed_mql_at < $until and list_contains($verdicts::varchar[], verdict)
        and part_of($dimension, source, campaign, segment, region, country, industry, owner, icp_tier)
        is not distinct from $part::varchar
        and part_of($second, source, campaign, segment, region, country, industry, owner, icp_tier)
        is not distinct from $second_part::varchar
        and period_of($grain, observed_mql_at, $time_zone) is not distinct from $period::date
)

select
    lead_id,                                                    -- key in the CRM
    name,                                                       -- the lead
    company,                                                    -- their company
    source,                                                     -- where the lead came from
    region,                                                     -- region of the lead
    owner,                                                      -- who works it now
    observed_mql_at as mql_at,                                  -- when marketing qualified it (UTC)
    verdict,                                                    -- accepted, rejected or undecided
    decided_at,                                                 -- when sales said so (UTC)
    case when verdict = 'rejected' then exit_reason end as reason    -- why it was handed back
from chosen
order by observed_mql_at desc, lead_id, cycle_id
limit $rows
