-- One row per cycle with human touches: the first response from the opening and from MQL, and the first human
-- outbound or connected touch from SAL. A response is outbound, or inbound with a two-way contact. The row in
-- cycle_touches says which of one instant came first.
create temp table first_touches as
with answers as (
    select
        t.cycle_id,
        t.rowid as place,
        t.happened_at,
        c.reached_mql_at,
        c.reached_sal_at
    from cycle_touches as t
    inner join cycle_keys as c on t.cycle_id = c.rowid
    where t.is_human and (t.is_outbound or t.is_connected)
),

firsts as (
    select
        cycle_id,
        min(place) as first_place,
        min(place) filter (where happened_at >= reached_mql_at) as mql_place,
        min(happened_at) filter (where happened_at >= reached_sal_at) as worked_at
    from answers
    group by cycle_id
)

select
    firsts.cycle_id,
    t.happened_at as response_at,
    t.is_connected as response_connected,
    t.is_day_only as response_day_only,
    m.happened_at as response_mql_at,
    m.is_connected as response_mql_connected,
    m.is_day_only as response_mql_day_only,
    firsts.worked_at
from firsts
inner join cycle_touches as t on firsts.first_place = t.rowid
left join cycle_touches as m on firsts.mql_place = m.rowid;
