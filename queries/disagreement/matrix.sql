-- title: Marketing against sales
-- question: Of the leads sales judged, which did marketing pick, and which did sales take?
-- grain: one row
-- caveat: Sales mostly judges what marketing passes on, so two of the four cells are thin by construction.
-- adds up: both, marketing_only, sales_only, neither
-- needs: leads; There are no leads, so there is nothing to disagree on.
-- needs: stage MQL
-- needs: verdict
-- $conversion_from: cycles that opened at or after this instant
-- $conversion_to: and before this one, so that sales has had time

with judged as (
    select cell
    from judged_cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to
)

select
    count(*) filter (where cell = 'both') as "both",                         -- MQL, and reached SQL
    count(*) filter (where cell = 'marketing_only') as marketing_only,     -- MQL, and rejected or disqualified
    count(*) filter (where cell = 'sales_only') as sales_only,             -- never MQL before it, and reached SQL
    count(*) filter (where cell = 'neither') as neither                    -- never MQL before it, and turned down
from judged
