-- holds: What marketing and sales made of each source: its hand-offs seen in the window with what sales said of them, and
--   of the leads that came in in the conversion window and that sales wanted, those never an MQL before.
-- stands on: handoffs, judged_cycles
-- sliced by: what it stands on
-- counts: sources
-- personal: nothing
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
)
select
    part,
    coalesce(h.mql, 0) as mql,
    coalesce(h.accepted, 0) as accepted,
    coalesce(h.accepted + h.rejected, 0) as decided,
    coalesce(j.sales_only, 0) as overlooked,
    coalesce(j.both_wanted + j.sales_only, 0) as wanted
from handed as h
full join judged as j using (part)
