-- Why a rate moved between two windows: because the mix of segments did, or because their rates did.
-- Source: midpoint weights of E. M. Kitagawa, JASA 50 (1955) 1168–1194; mix + rate = change exactly.
-- `segments` is the name, as a string, of a relation with one row per step and segment:
--   step, segment, previous_mature, previous_converted, current_mature, current_converted (counts)
-- One row per step: previous, current (total rates, 0–1), change, mix, rate (parts of the change), simpson: at least
-- two segments are in both windows and every one of those moved strictly against the total. A segment absent from a
-- window takes its other rate, so that all of it is mix. Null: a rate with nothing mature; with either, all the rest.
create or replace macro mix_rate(segments) as table
with
totalled as (
    select
        *,
        nullif(sum(previous_mature) over (partition by step), 0)::double as previous_total,
        nullif(sum(current_mature) over (partition by step), 0)::double as current_total,
        current_converted::hugeint * previous_mature - previous_converted::hugeint * current_mature as moved
    from query_table(segments)
),

rated as (
    select
        *,
        coalesce(previous_converted / nullif(previous_mature, 0), current_converted / nullif(current_mature, 0))
            as previous_rate,
        coalesce(current_converted / nullif(current_mature, 0), previous_converted / nullif(previous_mature, 0))
            as current_rate
    from totalled
),

summed as (
    select
        step,
        sum(previous_converted) / any_value(previous_total) as previous,
        sum(current_converted) / any_value(current_total) as current,
        sum(
            (current_mature / current_total - previous_mature / previous_total) * (previous_rate + current_rate) / 2
            order by segment    -- fractions added in another order differ in their last digit
        ) as mix,
        sum(
            (current_mature / current_total + previous_mature / previous_total) * (current_rate - previous_rate) / 2
            order by segment
        ) as rate,
        sign(
            sum(current_converted)::hugeint * sum(previous_mature) - sum(previous_converted) * sum(current_mature)
        ) as total_moved,
        count(*) filter (where previous_mature > 0 and current_mature > 0) as in_both,
        count(*) filter (where previous_mature > 0 and current_mature > 0 and moved > 0) as rising,
        count(*) filter (where previous_mature > 0 and current_mature > 0 and moved < 0) as falling
    from rated
    group by step
)

select
    step,
    previous,
    current,
    current - previous as change,
    mix,
    rate,
    case
        when current - previous is null then null
        else in_both >= 2 and total_moved * (rising - falling) = -in_both
    end as simpson
from summed;
