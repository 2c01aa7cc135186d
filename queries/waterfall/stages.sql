-- title: Stages reached
-- question: Of the leads that came in, how many reached each stage of the waterfall by now?
-- grain: one row per stage, in order
-- caveat: Young leads have had less time; conversions compare only leads old enough.
-- adds up: reached, not_advanced, skipped, unplaced
-- needs: leads; There are no leads, so there is no waterfall of leads.
-- $from: the cohort holds cycles that opened at or after this instant
-- $to: and before this one

with cohort as (
    select *
    from stage_entries
    where opened_at >= $from and opened_at < $to
)

select
    stage_number,                                                            -- place of the stage, from 1
    stage,                                                                   -- stage of the waterfall
    count(reached_at) as reached,                                            -- cycles that reached it or a later stage
    count(reached_at) / nullif(count(*), 0)::double as of_first,             -- share of all cycles that came in
    count(reached_at) / nullif(lag(count(reached_at)) over (order by stage_number), 0)::double as of_previous,    -- share of the stage before that reached it
    count(reached_at) - lead(count(reached_at)) over (order by stage_number) as not_advanced,    -- of these, did not reach the next one
    count(reached_at) filter (
        where not is_last_stage and next_reached_at is not null and (observed_at is null or observed_at > next_reached_at)
    ) as skipped,                                                            -- cycles that passed it without being seen in it
    count(*) filter (
        where stage_number = 1 and observed_at is null and next_reached_at is null
    ) as unplaced                                                            -- cycles with no event in any stage
from cohort
group by stage_number, stage
order by stage_number
