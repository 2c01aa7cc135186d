-- title: Win rate both ways
-- question: What share of deals is won: of those that closed, and of those created?
-- grain: one row per way of counting
-- caveat: What closed in a window holds more quick deals; the year's deals are followed for 180 days, open ones as far as
--   they are. The second interval rests on the variance of Aalen and Greenwood, on the log-minus-log scale.
-- adds up: observed, won
-- $from: the window starts at this instant
-- $to: and ends before this one
-- $year_from: deals created at or after this instant
-- $as_of: the moment looked at

with closed as (
    select
        count(*) as observed,
        count(*) filter (where status = 'won') as won
    from deals
    where not is_renewal and closed_at >= $from and closed_at < $to
),

year_deals as (
    select
        true as cohort,
        epoch_us(coalesce(closed_at, $as_of::timestamp)) - epoch_us(created_at) as elapsed,
        case status when 'won' then 1 when 'lost' then 2 else 0 end as outcome
    from deals
    where not is_renewal and created_at >= $year_from
),

curve as (
    select
        *,
        coalesce(lag(survival) over (order by elapsed), 1) as before,
        last_value(incidence) over (order by elapsed rows between unbounded preceding and unbounded following) as last
    from incidence('year_deals')
    where elapsed <= 180 * 86400e6
),

spread as (
    select
        sqrt(sum(
            pow(last - incidence, 2)
            * coalesce((events + competing) / nullif(at_risk * (at_risk - events - competing), 0)::double, 0)
            + before * before * events * (at_risk - events) / pow(at_risk, 3)
            - 2 * (last - incidence) * before * events / pow(at_risk, 2) order by elapsed
        )) as error
    from curve
),

followed as (
    select
        i.observed,
        i.events,
        i.incidence as rate,
        z_of_95_percent() * s.error / nullif(i.incidence * ln(nullif(i.incidence, 0)), 0) as reach
    from incidence_at('year_deals', 180 * 86400e6) as i
    cross join spread as s
)

select
    'closed' as way,                                              -- closed in the window, or created in the 52 weeks
    observed,                                                     -- deals counted
    won,                                                          -- of these, won (within 180 days)
    won / nullif(observed, 0)::double as rate,                    -- share won
    wilson_low(won, observed) as low,                             -- lower end of its 95 % interval
    wilson_high(won, observed) as high                            -- upper end
from closed
union all by name
select
    'cohort' as way,                                              -- closed in the window, or created in the 52 weeks
    observed,                                                     -- deals counted
    events as won,                                                -- of these, won (within 180 days)
    rate,                                                         -- share won
    coalesce(pow(rate, exp(-reach)), wilson_low(events, observed)) as low,   -- lower end of its 95 % interval
    coalesce(pow(rate, exp(reach)), wilson_high(events, observed)) as high   -- upper end
from followed
order by way
