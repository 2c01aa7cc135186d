-- title: Drivers of a conversion
-- question: Which sources moved the conversion of a step, by their share of the leads or by their own rate?
-- grain: one row per source, the one that moved most first
-- caveat: Parts over all sources sum to the change. A source new or gone counts by its mix alone.
-- adds up: leads_before, leads_now, converted_before, converted_now
-- $step: place of the stage converted from, from 1
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $previous_conversion_from: the window before starts here
-- $previous_conversion_to: and ends here
-- $horizon_seconds: time a cycle is given to reach the next stage
-- $as_of: the moment looked at

with entries as (
    select
        *,
        coalesce(source, '(none)') as part,
        opened_at >= $conversion_from as is_current,
        reached_at + to_seconds($horizon_seconds) as due_at
    from stage_entries
    where
        stage_number = $step
        and opened_at >= $previous_conversion_from and opened_at < $conversion_to    -- whole blocks outside are never read
        and (
            (opened_at >= $conversion_from and opened_at < $conversion_to)
            or (opened_at >= $previous_conversion_from and opened_at < $previous_conversion_to)
        )
),

mature as (
    select
        part,
        is_current,
        coalesce(next_reached_at <= due_at, false) as is_converted
    from entries
    where had_full_time(due_at, $as_of, is_admin, closed_at, next_reached_at)
),

counted as (
    select
        part,
        count(*) filter (where not is_current) as leads_before,
        count(*) filter (where is_current) as leads_now,
        count(*) filter (where not is_current and is_converted) as converted_before,
        count(*) filter (where is_current and is_converted) as converted_now,
        converted_before / nullif(leads_before, 0)::double as own_before,
        converted_now / nullif(leads_now, 0)::double as own_now
    from mature
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
