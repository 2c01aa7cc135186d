-- title: Leads of a young week
-- question: Which leads came in in this span, and which of them reached the stage within their first days?
-- grain: one row per qualification cycle, latest first
-- adds up: rows
-- $stage: the stage: mql, sal or sql; inquiries keeps everybody who came in, judged or not
-- $age_days: time a lead is given, in days of 86,400 seconds from its coming in
-- $lead_from: cycles opened at or after this instant
-- $lead_to: and before this one
-- $as_of: the moment looked at
-- $rows: at most so many

with cohort as (
    select
        *,
        opened_at + to_days($age_days::integer) as due_at,
        case $stage
            when 'mql' then reached_mql_at when 'sal' then reached_sal_at when 'sql' then reached_sql_at
        end as reached_at
    from cycles
    where opened_at >= $lead_from and opened_at < $lead_to
)

select
    lead_id,                                                   -- key in the CRM
    name,                                                      -- the lead
    company,                                                   -- their company
    source,                                                    -- where the lead came from
    campaign,                                                  -- by which campaign
    owner,                                                     -- who works it now
    opened_at,                                                 -- when the cycle opened (UTC)
    reached_at,                                                -- when it reached the stage (UTC)
    coalesce(reached_at <= due_at, false) as is_in_time,       -- within the days
    coalesce(exit, 'open') as exit                             -- how the cycle ended
from cohort
where $stage = 'inquiries' or had_full_time(due_at, $as_of, is_admin, closed_at, reached_at)
order by opened_at desc, lead_id, cycle_number
limit $rows
