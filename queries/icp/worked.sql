-- title: Who calibration can look at
-- question: Of the leads of each tier that had their full time to reach SQL, how many did people answer at all?
-- grain: one row per fit tier with such cycles, best first
-- caveat: Worked: a human answer within 14 days. What became of the others says nothing of their fit.
-- adds up: n, worked, left_out, sql
-- needs: definition
-- needs: leads; There are no leads to judge.
-- needs: touches; There are no touches, so nothing says which leads were worked; of the others there is no outcome.
-- needs: stage SQL

with counted as (
    select
        icp_tier as tier,
        count(*) as n,
        count(*) filter (where is_worked) as worked,
        count(*) filter (where is_worked and is_sql) as sql
    from calibrated_cycles
    group by icp_tier
)

select
    tier,                                   -- fit tier
    n,                                      -- cycles that had their full time to reach SQL
    worked,                                 -- of these, answered by a human in time
    sql,                                    -- of these, reached SQL in time
    n - worked as left_out,                 -- cycles that nobody worked
    (n - worked) / n::double as share       -- share of them
from counted
order by list_position(['A', 'B', 'C', 'D', 'Out', 'Unknown'], tier)
