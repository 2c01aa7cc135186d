-- title: Flow per week
-- question: How many cycles, whenever they came in, reached each stage in each of the last weeks?
-- grain: one row per stage and week in which a cycle reached it
-- caveat: Counts of one week come from different cohorts: the ratio of two of them is no conversion.
-- adds up: cycles
-- needs: leads; There are no leads, so there is no waterfall of leads.
-- $week_starts: the starts of the weeks counted, oldest first, the review week last
-- $as_of: the moment looked at

with flow as (
    select
        stage_number,
        reached_at
    from stage_entries
    where
        last_entry_at >= list_min($week_starts::timestamp[])
        and reached_at >= list_min($week_starts::timestamp[]) and reached_at < $as_of
),

spans as (
    select * from weeks($week_starts, $as_of)
)

select
    stage_number,         -- place of the stage, from 1
    week_number,          -- place of the week, 0 the oldest
    count(*) as cycles    -- cycles that reached the stage in that week
from flow
inner join spans on flow.reached_at >= spans.week_start and flow.reached_at < spans.week_end
group by stage_number, week_number
order by stage_number, week_number
