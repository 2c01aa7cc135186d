-- title: Fates
-- question: What became of every lead that came in?
-- grain: one row per fate some cycle of the cohort has
-- caveat: Open fates look at touches by people only; what a machine sent moves nobody.
-- adds up: cycles
-- needs: leads; There are no leads, so there is no waterfall of leads.
-- needs for fate=won, fate=lost: stage Won
-- needs for fate=untouched, fate=waiting, fate=stalled, fate=active: touches; There are no touches, so nothing says
--   which of the open leads anybody works.

with judged as (
    select
        fate,
        fate in ('untouched', 'waiting', 'stalled', 'active') as is_open
    from fates
)

select
    fate,                                                               -- what became of the cycle
    count(*) as cycles,                                                 -- cycles of the cohort with this fate
    sum(count(*)) over ()::bigint as cohort,                            -- cycles of the cohort, of whatever fate
    coalesce(sum(count(*)) filter (where is_open) over (), 0)::bigint as open    -- of these, not closed yet
from judged
group by fate, is_open
order by fate
