-- title: Leads of a tier or a quadrant
-- question: Which leads are in this tier, or in this quadrant of the teams' own profiles?
-- grain: one row per cycle, the latest first
-- adds up: rows
-- needs: definition or teams
-- needs: leads; There are no leads to judge.
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $tier: fit tier; null for every tier
-- $stage: only leads whose fit is known and that reached this stage of v1 (MQL, SAL, SQL, Won, or Inquiry: all); or null
-- $quadrant: both, marketing_only, sales_only or neither; null for every quadrant
-- $rows: at most so many

with placed as (
    select
        cycle_id,
        lead_id,
        name,
        company,
        source,
        owner,
        opened_at,
        icp_tier,
        icp_fit,
        icp_coverage,
        reached_sql_at,
        won_at,
        exit,
        case $stage
            when 'MQL' then reached_mql_at
            when 'SAL' then reached_sal_at
            when 'SQL' then reached_sql_at
            when 'Won' then won_at
            else opened_at
        end as reached_at,
        quadrant_of(marketing_tier, sales_tier) as quadrant
    from cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to
)

select
    lead_id,                            -- the lead
    name,                               -- its name
    company,                            -- its company
    source,                             -- where it came from
    owner,                              -- who works it
    opened_at,                          -- when the cycle opened
    icp_tier,                           -- tier of the shared profile
    round(icp_fit, 1) as fit,           -- fit, 0 to 100
    round(icp_coverage, 2) as known,    -- share of the weight that is known
    reached_sql_at,                     -- when it reached SQL
    won_at,                             -- when it was won
    exit                                -- how it was closed
from placed
where
    ($tier::varchar is null or icp_tier = $tier::varchar)
    and ($quadrant::varchar is null or quadrant = $quadrant::varchar)
    and ($stage::varchar is null or (reached_at is not null and icp_tier != 'Unknown'))
order by opened_at desc, lead_id, cycle_id
limit $rows
