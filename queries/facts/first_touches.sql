-- One row per cycle with human touches: the first response from the opening and from MQL, and the first human
-- outbound or connected touch from SAL. A response is outbound, or inbound with a two-way contact. Of touches at one
-- instant a connected one goes first: `mark` is microseconds × 2, and 1 more where there was no contact.
create temp table first_touches as
with answers as (
    select
        t.cycle_id,
        t.happened_at,
        epoch_us(t.happened_at) * 2 + (not t.is_connected)::integer as mark,
        c.reached_mql_at,
        c.reached_sal_at
    from cycle_touches as t
    inner join cycle_keys as c on t.cycle_id = c.rowid
    where t.is_human and (t.is_outbound or t.is_connected)
),

firsts as (
    select
        cycle_id,
        min(mark) as first_mark,
        min(mark) filter (where happened_at >= reached_mql_at) as mql_mark,
        min(happened_at) filter (where happened_at >= reached_sal_at) as worked_at
    from answers
    group by cycle_id
)

select
    cycle_id,
    make_timestamp(first_mark // 2) as response_at,
    first_mark % 2 = 0 as response_connected,
    make_timestamp(mql_mark // 2) as response_mql_at,
    mql_mark % 2 = 0 as response_mql_connected,
    worked_at
from firsts;
