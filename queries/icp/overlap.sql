-- title: Two profiles, the same leads?
-- question: Of the leads in either team's own profile, how many are in both?
-- grain: one row
-- caveat: In a profile means tier A or B of that team's definition.
-- adds up: in_both, in_either
-- needs: teams; There are no definitions of marketing's and sales' own: neither beside the shared one nor under
--   [definitions] in the settings.
-- needs: leads; There are no leads to judge.
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one

with placed as (
    select quadrant_of(marketing_tier, sales_tier) as quadrant
    from cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to
),

counted as (
    select
        count(*) filter (where quadrant = 'both') as in_both,
        count(*) filter (where quadrant != 'neither') as in_either
    from placed
)

select
    in_both,                                                  -- cycles in both teams' own profiles
    in_either,                                                -- cycles in either
    in_both / nullif(in_either, 0)::double as jaccard         -- share of those in either that are in both (Jaccard index)
from counted
