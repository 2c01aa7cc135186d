-- title: Is the profile used?
-- question: Of how many leads that came in is the answer to each criterion known?
-- grain: one row per criterion, in the profile's order
-- adds up: known, cycles, no_tier
-- needs: definition
-- needs: leads; There are no leads to judge.
-- $from: the window holds cycles that opened at or after this instant
-- $to: and before this one
-- $names: the names of the criteria, in the profile's order

with criteria as (
    select
        unnest($names::varchar[]) as criterion,
        unnest(range(1, len($names::varchar[]) + 1)) as position
),

arrived as materialized (
    select
        icp_verdicts,
        icp_tier = 'Unknown' as has_no_tier
    from profiled_cycles
    where opened_at >= $from and opened_at < $to
),

answers as (
    select
        has_no_tier,
        unnest(icp_verdicts) as is_met,
        unnest(range(1, len(icp_verdicts) + 1)) as position
    from arrived
),

counted as (
    select
        position,
        count(*) as cycles,
        count(is_met) as known,
        count(*) filter (where has_no_tier) as no_tier
    from answers
    group by position
)

select
    c.criterion,                                                -- the criterion
    coalesce(a.known, 0) as known,                              -- cycles of which the answer is known
    a.known / a.cycles::double as share,                        -- share of them
    coalesce(a.cycles, 0) as cycles,                            -- cycles that came in, whichever the criterion
    coalesce(a.no_tier, 0) as no_tier,                          -- of these, without a tier: too little is known
    a.no_tier / a.cycles::double as no_tier_share               -- share of them
from criteria as c
left join counted as a on c.position = a.position
order by c.position
