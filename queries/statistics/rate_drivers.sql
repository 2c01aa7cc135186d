-- What each part of a whole did to the change of its rate between two windows: by its share of the whole, or by its own rate.
-- Source: the midpoint weights of mix_rate.sql, part by part; a part weighs by how far its rate lies from the usual one.
-- `parts` is the name, as a string, of a relation with one row per part:
--   part, leads_before, converted_before, leads_now, converted_now (counts)
-- One row per part: leads_before, leads_now, share_before, share_now (of the whole), own_before, own_now (its rates, null
-- without leads), mix, rate (what its changed share and its changed rate did; over all parts they sum to the change). A part
-- absent from a window takes its other rate, so that all of it is mix.
create or replace macro rate_drivers(parts) as table
with
shares as (
    select
        *,
        leads_before / nullif(sum(leads_before) over (), 0)::double as share_before,
        leads_now / nullif(sum(leads_now) over (), 0)::double as share_now,
        converted_before / nullif(leads_before, 0)::double as own_before,
        converted_now / nullif(leads_now, 0)::double as own_now
    from query_table(parts)
),

rates as (
    select
        *,
        coalesce(own_before, own_now) as rate_before,
        coalesce(own_now, own_before) as rate_now
    from shares
),

usual as (
    select
        *,
        (sum(share_before * rate_before) over in_order + sum(share_now * rate_now) over in_order) / 2 as usual_rate
    from rates
    -- all of them, one after the other: fractions added in another order differ in their last digit
    window in_order as (order by part rows between unbounded preceding and unbounded following)
)

select
    part,
    leads_before,
    converted_before,
    leads_now,
    converted_now,
    share_before,
    share_now,
    own_before,
    own_now,
    (share_now - share_before) * ((rate_before + rate_now) / 2 - usual_rate) as mix,
    (share_before + share_now) / 2 * (rate_now - rate_before) as rate
from usual;
