-- title: Two shares of lead to close, reconciled
-- question: How does lead to close of one week's leads become that of 13 weeks?
-- grain: one row for the week, one for the weeks before it and one for all of them
-- caveat: Both end 90 days before the moment looked at; one week alone is mostly noise.
-- adds up: records, leads, won
-- needs: leads; There are no leads.
-- needs: stage Won
-- $week_from: the week's leads came in 90 days after which this instant lies, or later
-- $lead_from: all leads came in at or after this instant
-- $lead_to: and before this one
-- $close_seconds: time a lead is given to be won

with judged as (
    select
        case when opened_at < $week_from::timestamp - to_seconds($close_seconds) then 'weeks_before' else 'first' end as reason,
        coalesce(won_at <= opened_at + to_seconds($close_seconds), false) as is_won,
        is_admin and closed_at <= opened_at + to_seconds($close_seconds) as is_out
    from cycles
    where opened_at >= $lead_from and opened_at < $lead_to
),

parts as (
    select unnest([0, 1, 2]) as place, unnest(['first', 'weeks_before', 'second']) as reason
)

select
    p.reason,                                          -- first, weeks_before or second
    count(j.reason) as records,                        -- leads it holds, each with its full time
    count(j.reason) as leads,                          -- what it adds to the leads; of first and second, all of them
    count(*) filter (where j.is_won) as won,           -- what it adds to those won in time
    case
        when p.reason != 'weeks_before' then count(*) filter (where j.is_won) / nullif(count(j.reason), 0)::double
    end as share                                       -- share won in time, of first and second
from parts as p
left join judged as j on not coalesce(j.is_out, false) and (p.reason = j.reason or p.reason = 'second')
group by p.place, p.reason
having p.reason != 'weeks_before' or count(j.reason) > 0
order by p.place
