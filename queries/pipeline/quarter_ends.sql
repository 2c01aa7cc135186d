-- title: Ends of quarters
-- question: How much of what happens to close dates and wins falls in the last five days of a quarter?
-- grain: one row for pushed close dates and one for wins
-- adds up: n, late
-- $year_from: the 52 weeks start at this instant
-- $as_of: the moment looked at, where they end
-- $time_zone: the company's time zone

with happened as (
    select
        'pushed' as what,
        m.happened_at
    from deal_moves as m
    inner join deals as d on m.deal_key = d.deal_key
    where not m.is_move and not d.is_renewal
    union all
    select
        'won' as what,
        closed_at as happened_at
    from deals
    where status = 'won' and not is_renewal
),

dated as (
    select
        what,
        is_quarter_end(local_day(happened_at, $time_zone)) as is_late
    from happened
    where happened_at >= $year_from and happened_at < $as_of
),

days as (
    select
        avg(is_quarter_end(day::date)::integer) as share
    from (
        select unnest(range(
            local_day($year_from::timestamp, $time_zone), local_day($as_of::timestamp, $time_zone), interval 1 day
        )) as day
    )
),

counted as (
    select
        what,
        count(*) as n,
        count(*) filter (where is_late) as late
    from dated
    group by what
)

select
    c.what,                                       -- pushed or won
    c.n,                                          -- how often in the 52 weeks
    c.late,                                       -- of these, in the last five days of a quarter
    c.late / nullif(c.n, 0)::double as rate,      -- share of them
    wilson_low(c.late, c.n) as low,               -- lower end of its 95 % interval
    wilson_high(c.late, c.n) as high,             -- upper end
    d.share as share_of_days                      -- share of the days of the 52 weeks that are such days
from counted as c
cross join days as d
order by c.what
