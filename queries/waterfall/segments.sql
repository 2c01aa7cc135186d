-- title: Segments side by side
-- question: How far did the leads of each segment get?
-- grain: one row per value of the dimension and stage
-- caveat: Small segments swing by chance: read the interval, not the rank.
-- adds up: cycles, reached
-- $dimension: the column to split by: source, segment, region, owner, campaign, industry, country or icp_tier
-- $from: the cohort holds cycles that opened at or after this instant
-- $to: and before this one

with cohort as (
    select
        stage_number,
        stage,
        reached_at,
        part_of($dimension, source, campaign, segment, region, country, industry, owner, icp_tier) as part
    from stage_entries
    where opened_at >= $from and opened_at < $to
),

counted as (
    select
        part,
        stage_number,
        stage,
        count(*) as cycles,
        count(reached_at) as reached
    from cohort
    group by part, stage_number, stage
),

beside as (
    select
        *,
        sum(cycles) over (partition by stage_number) as all_cycles,
        sum(reached) over (partition by stage_number) as all_reached
    from counted
)

select
    part,                                                 -- value of the dimension
    stage_number,                                         -- place of the stage, from 1
    stage,                                                -- stage of the waterfall
    cycles,                                               -- cycles that came in
    reached,                                              -- of these, reached the stage or a later one
    reached / nullif(cycles, 0)::double as of_first,      -- share that reached it
    wilson_low(reached, cycles) as low,                   -- lower end of its 95 % interval
    wilson_high(reached, cycles) as high,                 -- upper end
    all_reached / nullif(all_cycles, 0)::double as of_all,    -- share of all segments together
    (all_reached - reached) / nullif(all_cycles - cycles, 0)::double as others_share,    -- share of the other segments
    newcombe_low(reached, cycles, all_reached - reached, all_cycles - cycles) as gap_low,    -- lower end of the interval of its difference from theirs
    newcombe_high(reached, cycles, all_reached - reached, all_cycles - cycles) as gap_high    -- upper end
from beside
order by part, stage_number
