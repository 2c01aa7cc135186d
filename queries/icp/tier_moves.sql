-- title: Leads that change tier
-- question: How many leads would be in another tier if the definition were changed as tried?
-- grain: one row per fit tier, best first
-- caveat: Without a definition to try, every lead stays where it is not known to be.
-- adds up: before, after, moved_in, moved_out
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one

with tiers as (
    select
        unnest(['A', 'B', 'C', 'D', 'Out', 'Unknown']) as tier,
        unnest(range(6)) as place
),

pairs as (
    select
        before_tier,
        icp_tier as after_tier,
        count(*) as leads
    from cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to
    group by before_tier, icp_tier
)

select
    t.tier,                                                                                             -- fit tier
    coalesce(sum(p.leads) filter (where p.before_tier = t.tier), 0)::bigint as before,                  -- leads in it as it stands
    coalesce(sum(p.leads) filter (where p.after_tier = t.tier), 0)::bigint as after,                    -- leads in it as tried
    coalesce(sum(p.leads) filter (where p.before_tier != t.tier), 0)::bigint as moved_in,               -- of these, from another tier
    coalesce(sum(p.leads) filter (where p.after_tier != t.tier), 0)::bigint as moved_out,               -- leads that leave it
    (moved_in + moved_out)::bigint as crossing,                                                         -- leads that come or leave
    coalesce(sum(sum(p.leads) filter (where p.before_tier != t.tier)) over (), 0)::bigint as moved      -- leads that change tier, whichever
from tiers as t
left join pairs as p on t.tier in (p.before_tier, p.after_tier)
group by t.tier, t.place
order by t.place
