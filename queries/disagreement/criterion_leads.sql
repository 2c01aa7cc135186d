-- title: Disputed leads by a criterion
-- question: Which of the leads that only this side wanted meet the criterion?
-- grain: one row per disputed cycle, those that meet the criterion first
-- caveat: Only cycles whose answer is known.
-- adds up: rows
-- needs: leads; There are no leads, so there is nothing to disagree on.
-- needs: stage MQL
-- needs: verdict
-- needs: teams; Both teams' own definitions are needed: marketing.toml and sales.toml beside the shared one, or named
--   under [definitions] in the settings.
-- $conversion_from: cycles that opened at or after this instant
-- $conversion_to: and before this one, so that sales has had time
-- $cell: marketing_only or sales_only: who alone wanted them
-- $team: marketing or sales: whose criterion
-- $place: its place in that team's definition, from 1
-- $rows: at most so many

with disputed as (
    select
        *,
        case $team when 'marketing' then marketing_verdicts[$place] else sales_verdicts[$place] end as is_met
    from verdicts
    where opened_at >= $conversion_from and opened_at < $conversion_to and cell = $cell
)

select
    lead_id,                                                                -- the lead's key in the CRM
    name,                                                                   -- the lead
    company,                                                                -- company of the lead
    source,                                                                 -- where the lead came from
    owner,                                                                  -- who works it now
    is_met,                                                                 -- meets the criterion
    engagement_score,                                                       -- marketing's score
    readiness_score,                                                        -- sales' score
    judged_at,                                                              -- when sales took it or turned it down (UTC)
    case when reached_sql_at is null then exit_reason end as reason         -- why it was turned down
from disputed
where is_met is not null
order by is_met desc, judged_at desc, lead_id, cycle_id
limit $rows
