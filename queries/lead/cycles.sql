-- title: Verdicts on a lead
-- question: What did marketing and sales say of this lead each time it came in, and why?
-- grain: one row per qualification cycle, latest first
-- caveat: Scores and fit are the import's, not the verdict day's.
-- $lead_id: the lead's key in the CRM

with tries as (
    select
        *,
        case
            when verdict_exit in ('rejected', 'disqualified') and coalesce(reached_sal_at > verdict_at, true)
                then verdict_exit
            when reached_sal_at is not null then 'accepted'
        end as verdict
    from company_cycles
    where lead_id = $lead_id
)

select
    cycle_number,                                                                         -- which try, from 1
    opened_at,                                                                            -- when the lead came in (UTC)
    observed_mql_at as mql_at,                                                            -- when marketing qualified it (UTC)
    verdict,                                                                              -- what sales said: accepted, rejected or disqualified
    case when verdict = 'accepted' then reached_sal_at else verdict_at end as judged_at,  -- when, or when the try ended (UTC)
    reached_sql_at as sql_at,                                                             -- when sales qualified it (UTC)
    exit,                                                                                 -- how the try ended
    closed_at,                                                                            -- when it ended (UTC)
    exit_reason,                                                                          -- why, as the CRM spells it
    exit_actor,                                                                           -- who ended it
    source,                                                                               -- where the lead came from
    campaign,                                                                             -- its campaign
    title,                                                                                -- job title
    company,                                                                              -- company
    owner,                                                                                -- who works the lead now
    engagement_score,                                                                     -- marketing's score
    sales_score(readiness_score, budget, authority, need, timing) as sales_score,         -- sales' score: readiness, else 25 for each BANT answer that is yes
    budget,                                                                               -- budget is there
    authority,                                                                            -- the lead may decide
    need,                                                                                 -- there is a need
    timing,                                                                               -- the time is right
    icp_tier,                                                                             -- tier of the shared profile
    icp_fit                                                                               -- fit of what is known, 0 to 100
from tries
order by cycle_number desc
