-- title: Drivers of a conversion
-- question: Which sources moved the conversion of a step, by their share of the leads or by their own rate?
-- grain: one row per source, the one that moved most first
-- caveat: Parts over all sources sum to the change. A source new or gone counts by its mix alone.
-- adds up: leads_before, leads_now, converted_before, converted_now
-- $step: place of the stage converted from, from 1

with counted as (
    select
        coalesce(source, '(none)') as part,
        count(*) filter (where not is_current) as leads_before,
        count(*) filter (where is_current) as leads_now,
        count(*) filter (where not is_current and is_converted) as converted_before,
        count(*) filter (where is_current and is_converted) as converted_now,
        converted_before / nullif(leads_before, 0)::double as own_before,
        converted_now / nullif(leads_now, 0)::double as own_now
    from mature_entries
    where stage_number = $step
    group by part
),

shares as (
    select
        *,
        leads_before / nullif(sum(leads_before) over (), 0)::double as share_before,
        leads_now / nullif(sum(leads_now) over (), 0)::double as share_now,
        coalesce(own_before, own_now) as rate_before,
        coalesce(own_now, own_before) as rate_now
    from counted
),

totals as (
    select
        *,
        (sum(share_before * rate_before) over () + sum(share_now * rate_now) over ()) / 2 as usual_rate
    from shares
)

select
    part,                                                                                  -- source
    leads_before,                                                                          -- mature leads in the window before
    leads_now,                                                                             -- mature leads now
    converted_before,                                                                      -- of those before, converted in time
    converted_now,                                                                         -- of those now, converted in time
    share_before,                                                                          -- its share of them before
    share_now,                                                                             -- its share now
    own_before,                                                                            -- its own rate before
    own_now,                                                                               -- its own rate now
    (share_now - share_before) * ((rate_before + rate_now) / 2 - usual_rate) as mix,       -- what its changed share did to the rate
    (share_before + share_now) / 2 * (rate_now - rate_before) as rate                      -- what its changed rate did
from totals
order by abs((share_now - share_before) * ((rate_before + rate_now) / 2 - usual_rate)
    + (share_before + share_now) / 2 * (rate_now - rate_before)) desc, part
