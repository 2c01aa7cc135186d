-- title: Response bands
-- question: How long did enquiries wait for a first human answer, and what became of them?
-- grain: one row per band, quickest first
-- caveat: Association, not effect: fast answers also go to people who are easy to reach.
-- adds up: n, mature, sql
-- needs: leads and clock; There are no leads, so nobody waits for an answer.
-- needs: touches; There are no touches, so nothing says when a lead was answered.
-- needs for mature, sql, rate, low, high: stage SQL
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
        last_entry_at >= least($from::timestamp, $conversion_from::timestamp)
        and started_at >= least($from::timestamp, $conversion_from::timestamp)
        and started_at < greatest($to::timestamp, $conversion_to::timestamp)
),

-- 129,600 minutes are the 90 days of the outcome
banded as (
    select
        *,
        answer_band(waited_minutes, closed_minutes is not null, watched_minutes) as band,
        is_older and is_outcome_known(watched_minutes, sql_minutes, closed_minutes, is_admin) as is_mature
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
