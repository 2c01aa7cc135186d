-- title: Two acceptance rates, reconciled
-- question: Which leads make the acceptance of the MQLs handed over, or of those that came in, another than that of the mature?
-- grain: one row for the first rate, for each reason and for the rate of the mature
-- caveat: The rows between the two sum exactly to their difference, in leads and in accepted leads.
-- adds up: records, leads, accepted, in_both
-- needs: leads; There are no leads, so there is nothing to accept.
-- needs: waterfall v1; The waterfall is not v1, which alone goes from MQL to SAL.
-- needs: stage MQL and stage SAL
-- $way: verdicts for the hand-off, reached for the cohort that came in in the window

with ways as (
    select
        case $way when 'verdicts' then verdict_reason else reached_reason end as reason,
        case $way when 'verdicts' then is_decided else is_reached end as is_counted,
        case $way when 'verdicts' then is_accepted else is_advanced end as is_met,
        is_mature,
        is_converted
    from reconciled_acceptance
),

counted as (
    select
        0 as place,
        'first' as reason,
        count(*) filter (where is_counted) as records,
        count(*) filter (where is_counted) as leads,
        count(*) filter (where is_met) as accepted,
        count(*) filter (where is_counted and is_mature) as in_both
    from ways
    union all
    select
        1 as place,
        reason,
        count(*) as records,
        count(*) filter (where is_mature) - count(*) filter (where is_counted) as leads,
        count(*) filter (where is_converted) - count(*) filter (where is_met) as accepted,
        count(*) filter (where is_counted and is_mature) as in_both
    from ways
    where reason is not null
    group by reason
    union all
    select
        2 as place,
        'second' as reason,
        count(*) filter (where is_mature) as records,
        count(*) filter (where is_mature) as leads,
        count(*) filter (where is_converted) as accepted,
        count(*) filter (where is_counted and is_mature) as in_both
    from ways
)

select
    reason,      -- first, why the second counts a lead otherwise, or second
    records,     -- cycles it holds
    leads,       -- what it adds to the leads counted; of first and second, all of them
    accepted,    -- what it adds to the accepted
    in_both,     -- of its cycles, in both
    case when reason in ('first', 'second') then accepted / nullif(leads, 0)::double end as share    -- share accepted
from counted
order by place, records desc, reason
