-- title: Leads behind a bar
-- question: Which leads are these?
-- grain: one row per qualification cycle, latest first
-- adds up: rows
-- $stage: only cycles that reached this stage (its number, from 1), or null
-- $not_beyond: true keeps only those that have not reached the stage after it
-- $part: only this value of the dimension, or null
-- $dimension: the column $part is a value of
-- $from: the cohort holds cycles that opened at or after this instant
-- $to: and before this one
-- $rows: at most so many

with cohort as (
    select
        *,
        part_of($dimension, source, campaign, segment, region, country, industry, owner, icp_tier) as part
    from stage_entries
    where opened_at >= $from and opened_at < $to
),

furthest as (
    select
        cycle_id,
        arg_max(stage, stage_number) filter (where reached_at is not null) as furthest_stage,
        max(reached_at) as last_reached_at
    from cohort
    group by cycle_id
),

kept as (
    select distinct cycle_id
    from cohort
    where
        (($stage::integer is null and stage_number = 1) or (stage_number = $stage::integer and reached_at is not null))
        and (not $not_beyond::boolean or next_reached_at is null)
        and ($part::varchar is null or part = $part::varchar)
)

select
    w.lead_id,                               -- key in the CRM
    w.name,                                  -- the lead
    w.company,                               -- their company
    w.source,                                -- where the lead came from
    w.owner,                                 -- who works it now
    w.opened_at,                             -- when the cycle opened (UTC)
    f.furthest_stage,                        -- furthest stage reached
    f.last_reached_at,                       -- when it was reached (UTC)
    coalesce(w.exit, 'open') as exit,        -- how the cycle ended
    w.closed_at,                             -- when it ended (UTC)
    w.exit_reason                            -- why, as the CRM spells it
from kept as k
inner join waterfall_cycles as w on k.cycle_id = w.cycle_id
inner join furthest as f on k.cycle_id = f.cycle_id
where w.opened_at >= $from and w.opened_at < $to
order by w.opened_at desc, w.lead_id, w.cycle_id
limit $rows
