-- title: Leads behind a figure
-- question: Which leads are these, and which of them reached the stage in time?
-- grain: one row per qualification cycle, latest first
-- adds up: rows
-- $dimension: column to split by, or none
-- $second: column to split by within it, or none
-- $grain: week, month or quarter of the local clock; null for the whole window
-- $part: only this value of the first column; null with none
-- $second_part: only this value of the second column; null with none
-- $period: only the period that begins on this day; null for the whole window
-- $time_zone: the company's time zone
-- $measure: what is counted, as in Leads by anything
-- $is_mature: true keeps only those that had their full time to reach it
-- $since: the window holds cycles that opened, or reached the stage counted, at or after this instant
-- $until: and before this one
-- $horizon_seconds: time a cycle is given to reach the stage
-- $as_of: the moment looked at
-- $rows: at most so many

with followed as (
    select
        *,
        measured_from($measure, opened_at, reached_mql_at, reached_sal_at, reached_sql_at, won_at) as from_at,
        measured_to($measure, reached_mql_at, reached_sal_at, reached_sql_at, won_at) as reached_at,
        from_at + to_seconds($horizon_seconds) as due_at,
        case when $measure like 'reached%' then from_at else opened_at end as counted_at
    from cycles
),

chosen as (
    select *
    from followed
    where
        from_at is not null and counted_at >= $since and counted_at < $until
        and part_of($dimension, source, campaign, segment, region, country, industry, owner, icp_tier)
        is not distinct from $part::varchar
        and part_of($second, source, campaign, segment, region, country, industry, owner, icp_tier)
        is not distinct from $second_part::varchar
        and period_of($grain, counted_at, $time_zone) is not distinct from $period::date
)

select
    lead_id,                                                       -- key in the CRM
    name,                                                          -- the lead
    company,                                                       -- their company
    source,                                                        -- where the lead came from
    region,                                                        -- region of the lead
    owner,                                                         -- who works it now
    opened_at,                                                     -- when the cycle opened (UTC)
    from_at,                                                       -- when its time began: the opening, or the stage counted (UTC)
    reached_at,                                                    -- when it reached the stage (UTC)
    coalesce(reached_at <= due_at, false) as is_reached_in_time,   -- counts as reached
    coalesce(exit, 'open') as exit,                                -- how the cycle ended
    closed_at                                                      -- when it ended (UTC)
from chosen
where not $is_mature::boolean or had_full_time(due_at, $as_of, is_admin, closed_at, reached_at)
order by opened_at desc, lead_id, cycle_id
limit $rows
