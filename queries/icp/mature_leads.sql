-- title: Leads behind a share of fit
-- question: Which leads of this fit had their full time to reach the stage, and which of them did?
-- grain: one row per cycle, the latest first
-- adds up: rows
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $horizon_seconds: time a cycle is given to reach the stage
-- $as_of: the moment looked at
-- $stage: MQL, SAL, SQL or Won: the stage that counts as reached
-- $tier: only this fit tier, or null
-- $decile: only this tenth of the fit scale, 10 fits best, or null
-- $rows: at most so many

with cohort as (
    select
        *,
        opened_at + to_seconds($horizon_seconds) as due_at,
        case $stage
            when 'MQL' then reached_mql_at
            when 'SAL' then reached_sal_at
            when 'SQL' then reached_sql_at
            when 'Won' then won_at
        end as reached_at
    from cycles
    where
        opened_at >= $conversion_from and opened_at < $conversion_to
        and ($tier::varchar is null or icp_tier = $tier::varchar)
        and ($decile::integer is null or (icp_fit is not null and fit_decile(icp_fit) = $decile::integer))
)

select
    lead_id,                                                        -- the lead
    name,                                                           -- its name
    company,                                                        -- its company
    source,                                                         -- where it came from
    owner,                                                          -- who works it
    opened_at,                                                      -- when the cycle opened (UTC)
    icp_tier,                                                       -- tier of the shared profile
    round(icp_fit, 1) as fit,                                       -- fit, 0 to 100
    reached_at,                                                     -- when it reached the stage (UTC)
    coalesce(reached_at <= due_at, false) as is_reached_in_time,    -- counts as reached
    coalesce(exit, 'open') as exit                                  -- how the cycle ended
from cohort
where had_full_time(due_at, $as_of, is_admin, closed_at, reached_at)
order by opened_at desc, lead_id, cycle_id
limit $rows
