-- title: Drivers of a conversion, in short
-- question: Which few sources moved the conversion of a step most, what did the others do, and what is the sum?
-- grain: one row per source of those that moved most, then one of all the others, then one of all
-- caveat: The parts of the rows above the last sum to those of the last. The others together have no rate of their own.
-- adds up: leads_before, leads_now
-- $step: place of the stage converted from, from 1
-- $shown: how many sources have a row of their own
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
),

ranked as (
    select
        *,
        row_number() over (order by abs(mix + rate) desc, part) as place
    from rate_drivers('counted')
),

lines as (
    select
        *,
        unnest([case when place <= $shown then place else $shown + 1 end, $shown + 2]) as line
    from ranked
)

select
    case when line <= $shown then min(part) end as part,                    -- the source; null of the others and of all
    line = $shown + 2 as is_all,                                            -- the row of all
    count(*) as sources,                                                    -- how many sources it stands for
    sum(leads_before)::bigint as leads_before,                              -- mature leads in the window before
    sum(leads_now)::bigint as leads_now,                                    -- mature leads now
    case
        when line != $shown + 1 then sum(converted_before) / nullif(sum(leads_before), 0)::double
    end as own_before, -- rate before
    case when line != $shown + 1 then sum(converted_now) / nullif(sum(leads_now), 0)::double end as own_now, -- rate now
    sum(mix order by part) as mix,                                          -- what changed shares did to the rate
    sum(rate order by part) as rate                                         -- what changed rates did
from lines
group by line
order by line
