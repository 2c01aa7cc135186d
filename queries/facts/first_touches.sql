-- One row per cycle with human touches: the first response from the opening and from MQL, and the first human
-- outbound or connected touch from SAL. A response is outbound, or inbound with a two-way contact.
create temp table first_touches as
with answers as (
    select
        t.cycle_id,
        t.happened_at,
        t.is_connected,
        c.reached_mql_at,
        c.reached_sal_at
    from cycle_touches as t
    inner join cycle_keys as c on t.cycle_id = c.cycle_id
    where t.is_human and (t.is_outbound or t.is_connected)
)

select
    cycle_id,
    min(happened_at) as response_at,
    arg_max(is_connected, (-epoch_us(happened_at), is_connected)) as response_connected,
    min(happened_at) filter (where happened_at >= reached_mql_at) as response_mql_at,
    arg_max(is_connected, (-epoch_us(happened_at), is_connected)) filter (where happened_at >= reached_mql_at) as response_mql_connected,
    min(happened_at) filter (where happened_at >= reached_sal_at) as worked_at
from answers
group by cycle_id;
