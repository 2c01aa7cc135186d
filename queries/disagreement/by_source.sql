-- title: Agreement by source
-- question: Of which sources does sales accept least, and of which does marketing overlook most of what sales wants?
-- grain: one row per source with a hand-off or a judged lead
-- caveat: Each interval is 95 % by itself; of many sources one may stand out by chance.
-- adds up: mql, accepted, decided, undecided, wanted, overlooked
-- needs: leads; There are no leads, so there is nothing to disagree on.
-- needs: stage MQL

with beside as (
    select
        *,
        sum(accepted) over () - accepted as others_accepted,
        sum(decided) over () - decided as others_decided,
        sum(overlooked) over () - overlooked as others_overlooked,
        sum(wanted) over () - wanted as others_wanted
    from source_verdicts
)

select
    part,                                                                                             -- the source
    mql,                                                                                              -- leads handed over
    accepted,                                                                                         -- of these, accepted
    decided,                                                                                          -- accepted or handed back
    others_decided,                                                                                   -- decided of all other sources
    mql - decided as undecided,                                                                       -- neither yet
    accepted / nullif(decided, 0)::double as rate,                                                    -- accepted of the decided
    wilson_low(accepted, decided) as low,                                                             -- lower end of its 95 % interval
    wilson_high(accepted, decided) as high,                                                           -- upper end
    others_accepted / nullif(others_decided, 0)::double as others_rate,                               -- the same of all other sources
    newcombe_low(accepted, decided, others_accepted, others_decided) as gap_low,                      -- the difference: lower end of its 95 % interval
    newcombe_high(accepted, decided, others_accepted, others_decided) as gap_high,                    -- upper end
    wanted,                                                                                           -- leads sales said yes to
    overlooked,                                                                                       -- of these, never an MQL before
    others_wanted,                                                                                    -- leads of all other sources sales said yes to
    overlooked / nullif(wanted, 0)::double as overlooked_rate,                                        -- share of them
    wilson_low(overlooked, wanted) as overlooked_low,                                                 -- lower end of its 95 % interval
    wilson_high(overlooked, wanted) as overlooked_high,                                               -- upper end
    others_overlooked / nullif(others_wanted, 0)::double as others_overlooked_rate,                   -- the same of all other sources
    newcombe_low(overlooked, wanted, others_overlooked, others_wanted) as overlooked_gap_low,         -- the difference: lower end of its 95 % interval
    newcombe_high(overlooked, wanted, others_overlooked, others_wanted) as overlooked_gap_high        -- upper end
from beside
order by mql desc, part
