-- title: Enquiries and leads, reconciled
-- question: Why are there more or fewer enquiries than leads created in the same window?
-- grain: one row for the enquiries, for each reason and for the leads created
-- caveat: A lead is a person, an enquiry one try at qualifying them; the rows between the two sum exactly to their difference.
-- adds up: records, leads
-- needs: leads; There are no leads, so nothing came in.
-- needs: waterfall leads; The waterfall counts accounts.

with joined as materialized (
    select
        lead_key,
        is_cycle,
        reason,
        leads
    from reconciled_leads
),

counted as (
    select
        0 as place,
        'first' as reason,
        count(*) filter (where is_cycle) as records,
        count(distinct lead_key) filter (where is_cycle) as distinct_leads,
        count(*) filter (where is_cycle) as leads
    from joined
    union all
    select
        case reason when 'again' then 1 else 2 end as place,
        reason,
        count(*) as records,
        count(distinct lead_key) as distinct_leads,
        sum(leads)::bigint as leads
    from joined
    where reason is not null
    group by reason
    union all
    select
        3 as place,
        'second' as reason,
        count(*) filter (where reason is null or reason = 'open_before') as records,
        count(distinct lead_key) filter (where reason is null or reason = 'open_before') as distinct_leads,
        count(*) filter (where reason is null or reason = 'open_before') as leads
    from joined
)

select
    reason,            -- first (enquiries), why the count of leads differs, or second (leads created)
    records,           -- enquiries or leads it holds
    distinct_leads,    -- of how many different leads they are
    leads              -- what it adds; of first and second, all of them
from counted
order by place, records desc, reason
