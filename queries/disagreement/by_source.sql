-- title: Agreement by source
-- question: Of which sources does sales accept least, and of which does marketing overlook most of what sales wants?
-- grain: one row per source with a hand-off or a judged lead
-- caveat: Each interval is 95 % by itself; of many sources one may stand out by chance.
-- adds up: mql, accepted, decided, undecided, wanted, overlooked
-- needs: leads; There are no leads, so there is nothing to disagree on.
-- needs: stage MQL
-- $from: hand-offs seen at or after this instant
-- $to: and before this one
-- $conversion_from: judged leads are those that came in at or after this instant
-- $conversion_to: and before this one, so that sales has had time

with handed as (
    select
        coalesce(source, '(none)') as part,
        count(*) as mql,
        count(*) filter (where verdict = 'accepted') as accepted,
        count(*) filter (where verdict = 'rejected') as rejected
    from handoffs
    where observed_mql_at >= $from and observed_mql_at < $to
    group by part
),

judged as (
    select
        coalesce(source, '(none)') as part,
        count(*) filter (where cell = 'both') as both_wanted,
        count(*) filter (where cell = 'sales_only') as sales_only
    from judged_cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to
    group by part
),

counted as (
    select
        part,
        coalesce(h.mql, 0) as mql,
        coalesce(h.accepted, 0) as accepted,
        coalesce(h.accepted + h.rejected, 0) as decided,
        coalesce(j.sales_only, 0) as overlooked,
        coalesce(j.both_wanted + j.sales_only, 0) as wanted
    from handed as h
    full join judged as j using (part)
),

beside as (
    select
        *,
        sum(accepted) over () - accepted as others_accepted,
        sum(decided) over () - decided as others_decided,
        sum(overlooked) over () - overlooked as others_overlooked,
        sum(wanted) over () - wanted as others_wanted
    from counted
)

select
    part,                                                                                             -- the source
    mql,                                                                                              -- leads handed over
    accepted,                                                                                         -- of these, accepted
    decided,                                                                                          -- accepted or handed back
    mql - decided as undecided,                                                                       -- neither yet
    accepted / nullif(decided, 0)::double as rate,                                                    -- accepted of the decided
    wilson_low(accepted, decided) as low,                                                             -- lower end of its 95 % interval
    wilson_high(accepted, decided) as high,                                                           -- upper end
    others_accepted / nullif(others_decided, 0)::double as others_rate,                               -- the same of all other sources
    newcombe_low(accepted, decided, others_accepted, others_decided) as gap_low,                      -- the difference: lower end of its 95 % interval
    newcombe_high(accepted, decided, others_accepted, others_decided) as gap_high,                    -- upper end
    wanted,                                                                                           -- leads sales said yes to
    overlooked,                                                                                       -- of these, never an MQL before
    overlooked / nullif(wanted, 0)::double as overlooked_rate,                                        -- share of them
    wilson_low(overlooked, wanted) as overlooked_low,                                                 -- lower end of its 95 % interval
    wilson_high(overlooked, wanted) as overlooked_high,                                               -- upper end
    others_overlooked / nullif(others_wanted, 0)::double as others_overlooked_rate,                   -- the same of all other sources
    newcombe_low(overlooked, wanted, others_overlooked, others_wanted) as overlooked_gap_low,         -- the difference: lower end of its 95 % interval
    newcombe_high(overlooked, wanted, others_overlooked, others_wanted) as overlooked_gap_high        -- upper end
from beside
order by mql desc, part
