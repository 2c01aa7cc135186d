-- title: Why conversion changed
-- question: Did conversion change because each source converts differently, or because the mix of sources changed?
-- grain: one row per step of the waterfall, that is per stage but the last
-- caveat: The two parts sum to the change. Simpson: every source moved against the total.
-- adds up: no; rates of the whole, weighed by how many leads each part has
-- needs: leads; There are no leads.
-- needs: stages
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $previous_conversion_from: the window before starts here
-- $previous_conversion_to: and ends here
-- $horizon_seconds: time a cycle is given to reach the next stage
-- $as_of: the moment looked at

with segments as (
    select
        stage_number as step,
        coalesce(source, '(none)') as segment,
        count(*) filter (where not is_current) as previous_mature,
        count(*) filter (where not is_current and is_converted) as previous_converted,
        count(*) filter (where is_current) as current_mature,
        count(*) filter (where is_current and is_converted) as current_converted
    from mature_entries(
        'stage_entries', $conversion_from, $conversion_to, $previous_conversion_from, $previous_conversion_to,
        $horizon_seconds, $as_of
    )
    where not is_last_stage    -- nothing converts from it
    group by stage_number, coalesce(source, '(none)')
)

select
    step,          -- place of the stage converted from, from 1
    previous,      -- rate of the window before
    current,       -- rate now
    change,        -- the difference
    mix,           -- part of the changed mix of sources
    rate,          -- part of the changed rates of the sources
    simpson        -- true when every source moved against the total
from mix_rate('segments')
order by step
