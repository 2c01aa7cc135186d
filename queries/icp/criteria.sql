-- title: What each criterion tells
-- question: Do leads that meet a criterion reach SQL more often than leads in general?
-- grain: one row per criterion, in the profile's order
-- caveat: Of the leads that were worked and of which the answer is known. Association, not effect.
-- adds up: known, meeting, sql, meeting_sql
-- needs: definition
-- needs: leads; There are no leads to judge.
-- needs: touches; There are no touches, so nothing says which leads were worked; of the others there is no outcome.
-- needs: stage SQL
-- $names: the names of the criteria, in the profile's order

with criteria as (
    select
        unnest($names::varchar[]) as criterion,
        unnest(range(1, len($names::varchar[]) + 1)) as position
),

answers as (
    select
        is_sql,
        unnest(icp_verdicts) as is_met,
        unnest(range(1, len(icp_verdicts) + 1)) as position
    from calibrated_cycles
    where is_worked
),

counted as (
    select
        position,
        count(is_met) as known,
        count(*) filter (where is_met) as meeting,
        count(*) filter (where is_sql and is_met is not null) as sql,
        count(*) filter (where is_sql and is_met) as meeting_sql
    from answers
    group by position
)

select
    c.criterion,                                                      -- the criterion
    coalesce(a.known, 0) as known,                                    -- worked cycles of which the answer is known
    coalesce(a.meeting, 0) as meeting,                                -- of these, meet it
    coalesce(a.sql, 0) as sql,                                        -- of those known, reached SQL
    coalesce(a.meeting_sql, 0) as meeting_sql,                        -- meet it and reached SQL
    a.meeting / nullif(a.known, 0)::double as met,                    -- share that meets it
    a.meeting_sql / nullif(a.meeting, 0)::double as precision,        -- share of those that reached SQL
    wilson_low(a.meeting_sql, a.meeting) as precision_low,            -- lower end of its 95 % interval
    wilson_high(a.meeting_sql, a.meeting) as precision_high,          -- upper end
    a.meeting_sql / nullif(a.sql, 0)::double as recall,               -- share of those that reached SQL that meet it
    part_lift(a.meeting_sql, a.meeting, a.sql, a.known) as lift,      -- their SQL rate over that of all known
    part_lift_end(a.meeting_sql, a.meeting, a.sql, a.known, -1) as low,   -- lower end of its 95 % interval
    part_lift_end(a.meeting_sql, a.meeting, a.sql, a.known, 1) as high    -- upper end
from criteria as c
left join counted as a on c.position = a.position
order by c.position
