-- title: Response bands
-- question: How long did leads wait for a first human answer, and what became of them?
-- grain: one row per band, quickest first
-- caveat: Association, not effect: fast answers also go to leads that were easy to reach.
-- $from: clocks started at or after this instant
-- $to: and before this one
-- $conversion_from: outcomes are those of clocks started at or after this instant
-- $conversion_to: and before this one, so that they have had time
-- $as_of: the moment looked at

with bands as (
    select
        unnest(['<=5m', '<=1h', '<=24h', '<=48h', '>48h', 'closed_unanswered', 'never', 'waiting']) as band,
        unnest(range(8)) as position
),

population as (
    select
        minutes_between(started_at, answered_at) as waited_minutes,
        minutes_between(started_at, reached_sql_at) as sql_minutes,
        minutes_between(started_at, closed_at) as closed_minutes,
        minutes_between(started_at, $as_of) as watched_minutes,
        is_admin,
        started_at >= $from and started_at < $to as is_counted,
        started_at >= $conversion_from and started_at < $conversion_to as is_older
    from waits
    where
        started_at >= least($from::timestamp, $conversion_from::timestamp)
        and started_at < greatest($to::timestamp, $conversion_to::timestamp)
),

-- 2,880 minutes are the 48 hours of the landmark, 129,600 the 90 days of the outcome
banded as (
    select
        *,
        case
            when waited_minutes <= 5 then '<=5m'
            when waited_minutes <= 60 then '<=1h'
            when waited_minutes <= 1440 then '<=24h'
            when waited_minutes <= 2880 then '<=48h'
            when waited_minutes is not null then '>48h'
            when closed_minutes is not null then 'closed_unanswered'
            when watched_minutes >= 2880 then 'never'
            else 'waiting'
        end as band,
        is_older and watched_minutes >= 129600
        and coalesce(sql_minutes > 2880, true) and coalesce(closed_minutes > 2880, true)
        and not (is_admin and sql_minutes is null and closed_minutes <= 129600) as is_mature
    from population
),

counted as (
    select
        band,
        count(*) filter (where is_counted) as cycles,
        count(*) filter (where is_mature) as mature,
        count(*) filter (where is_mature and sql_minutes <= 129600) as sql
    from banded
    group by band
)

select
    bands.band,                                              -- waiting time, as a band
    coalesce(cycles, 0) as n,                                -- clocks started
    coalesce(mature, 0) as mature,                           -- older ones, undecided 48 hours in and watched for 90 days
    coalesce(sql, 0) as sql,                                 -- of the mature, reached SQL within 90 days
    sql / nullif(mature, 0)::double as rate,                 -- sql of mature
    wilson_low(sql, mature) as low,                          -- lower end of its 95 % interval
    wilson_high(sql, mature) as high                         -- upper end
from bands
left join counted on bands.band = counted.band
order by bands.position
