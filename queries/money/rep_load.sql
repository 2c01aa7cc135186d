-- title: Load per owner
-- question: How many leads a week does each owner get, and what share of them lies outside the profile?
-- grain: one row per lead owner
-- adds up: leads, leads_per_week, outside_per_week, unknown_per_week, known, outside
-- needs: leads; There are no leads.
-- needs for known, outside, outside_per_week, unknown_per_week, outside_icp, low, high: definition; There is no
--   ideal-customer definition; name one with --icp or in the settings.
-- $from: leads created at or after this instant
-- $to: and before this one
-- $weeks: weeks of the window

with created as (
    select
        coalesce(owner, '(none)') as owner,
        count(*) as leads,
        count(*) filter (where icp_tier != 'Unknown') as known,
        count(*) filter (where icp_tier in ('C', 'D', 'Out')) as outside
    from leads
    where created_at >= $from and created_at < $to
    group by coalesce(owner, '(none)')
)

select
    owner,                                              -- lead owner
    leads,                                              -- leads created
    leads / $weeks::double as leads_per_week,           -- leads created a week
    outside / $weeks::double as outside_per_week,       -- of these, known to lie in tier C, D or Out
    (leads - known) / $weeks::double as unknown_per_week, -- of these, not known how well they fit
    known,                                              -- leads whose fit is known
    outside,                                            -- of these, in tier C, D or Out
    outside / nullif(known, 0)::double as outside_icp,  -- share in tier C, D or Out, of the known
    wilson_low(outside, known) as low,                  -- lower end of its 95 % interval
    wilson_high(outside, known) as high                 -- upper end
from created
order by owner
