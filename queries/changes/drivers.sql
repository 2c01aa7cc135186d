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

with counted as (
    from source_entries(
        'stage_entries', $step, $conversion_from, $conversion_to, $previous_conversion_from, $previous_conversion_to,
        $horizon_seconds, $as_of
    )
)

select
    part,                -- source
    leads_before,        -- mature leads in the window before
    leads_now,           -- mature leads now
    converted_before,    -- of those before, converted in time
    converted_now,       -- of those now, converted in time
    share_before,        -- its share of them before
    share_now,           -- its share now
    own_before,          -- its own rate before
    own_now,             -- its own rate now
    mix,                 -- what its changed share did to the rate
    rate                 -- what its changed rate did
from rate_drivers('counted')
order by abs(mix + rate) desc, part
