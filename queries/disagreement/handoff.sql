-- title: Hand-off
-- question: What did sales make of the leads marketing qualified, and how soon did it say so?
-- grain: one row
-- caveat: The undecided are in no rate but coverage; look at that first.
-- $from: MQLs seen at or after this instant
-- $to: and before this one
-- $acceptance_sla_seconds: time sales has to accept or reject, from the MQL
-- $as_of: the moment looked at

with handed as (
    select
        verdict,
        is_unworked,
        observed_mql_at + to_seconds($acceptance_sla_seconds) <= $as_of::timestamp as is_due,
        coalesce(decided_at <= observed_mql_at + to_seconds($acceptance_sla_seconds), false) as is_in_time
    from handoffs
    where observed_mql_at >= $from and observed_mql_at < $to
),

counted as (
    select
        count(*) as mql,
        count(*) filter (where verdict = 'accepted') as accepted,
        count(*) filter (where verdict = 'rejected') as rejected,
        count(*) filter (where verdict = 'undecided') as undecided,
        count(*) filter (where is_unworked) as accepted_unworked,
        count(*) filter (where is_due) as due,
        count(*) filter (where is_due and is_in_time) as in_time
    from handed
)

select
    mql,                                                                      -- cycles seen as MQL
    accepted,                                                                 -- reached SAL
    rejected,                                                                 -- rejected or disqualified before any SAL
    undecided,                                                                -- neither yet
    accepted / nullif(accepted + rejected, 0)::double as acceptance_rate,     -- accepted of the decided
    wilson_low(accepted, accepted + rejected) as low,                         -- lower end of its 95 % interval
    wilson_high(accepted, accepted + rejected) as high,                       -- upper end
    due,                                                                      -- those whose limit has passed
    in_time,                                                                  -- of these, decided within it
    in_time / nullif(due, 0)::double as coverage,                             -- share of them
    accepted_unworked                                                         -- accepted, then 48 hours without a try
from counted
