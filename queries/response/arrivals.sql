-- title: Arrivals
-- question: On which weekdays and at which hours do enquiries come in?
-- grain: one row per local weekday and hour with arrivals
-- adds up: cycles
-- needs: leads and clock; There are no leads, so nobody waits for an answer.
-- $time_zone: the company's time zone

-- counted by quarters of an hour first: no zone's offset cuts one, and there are few of them to be made local
with arrived as (
    select
        epoch_us(started_at) // 900000000 as quarter,
        count(*) as cycles
    from timed_waits
    group by quarter
),

local_times as (
    select
        cycles,
        timezone($time_zone, timezone('UTC', make_timestamp(quarter * 900000000))) as arrived_at
    from arrived
)

select
    isodow(arrived_at) as weekday,    -- 1 = Monday to 7 = Sunday, in the company's zone
    hour(arrived_at) as hour,         -- hour of the day, 0 to 23, in the company's zone
    sum(cycles)::bigint as cycles     -- clocks started in that hour of that weekday
from local_times
group by weekday, hour
order by weekday, hour
