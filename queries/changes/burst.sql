-- title: New campaigns of a source
-- question: How much of a source's leads in a step came from campaigns that were not there in the window before?
-- grain: one row
-- adds up: leads
-- $step: place of the stage converted from, from 1
-- $source: the source ('(none)' for leads without one)
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $previous_conversion_from: the window before starts here
-- $previous_conversion_to: and ends here
-- $horizon_seconds: time a cycle is given to reach the next stage
-- $as_of: the moment looked at

with mature as (
    select
        campaign,
        opened_at >= $conversion_from as is_current
    from stage_entries
    where
        stage_number = $step and coalesce(source, '(none)') = $source
        and had_full_time(
            reached_at + to_seconds($horizon_seconds), $as_of, is_admin, closed_at, next_reached_at
        )
        and (
            (opened_at >= $conversion_from and opened_at < $conversion_to)
            or (opened_at >= $previous_conversion_from and opened_at < $previous_conversion_to)
        )
),

campaigns as (
    select
        campaign,
        count(*) filter (where is_current) as leads_now,
        campaign is not null and count(*) filter (where not is_current) = 0 as is_new
    from mature
    group by campaign
)

select
    coalesce(sum(leads_now), 0)::bigint as leads,                                          -- mature leads of the source now
    coalesce(sum(leads_now) filter (where is_new), 0)::bigint as of_new,                   -- of these, from campaigns not there before
    count(*) filter (where is_new) as new_campaigns,                                       -- those campaigns
    list(campaign order by leads_now desc, campaign) filter (where is_new) as campaigns    -- their names, the largest first
from campaigns
