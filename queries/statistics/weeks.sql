-- Weeks as spans of time, and the local days, weeks and quarters an instant falls in.

-- The weeks that begin at `starts` (instants, UTC, oldest first), each until the next begins, the last until `ends_at`:
-- week_number (0 the oldest), week_start, week_end.
create or replace macro weeks(starts, ends_at) as table
select
    week_number,
    week_start,
    lead(week_start, 1, ends_at::timestamp) over (order by week_number) as week_end
from (
    select
        unnest(starts::timestamp[]) as week_start,
        unnest(range(len(starts::timestamp[]))) as week_number
);

-- The first local day of the week, month or quarter an instant (UTC) falls in; null without a grain.
create or replace macro period_of(grain, happened_at, time_zone) as
    date_trunc(grain::varchar, timezone(time_zone, happened_at at time zone 'UTC'))::date;

-- The local day of an instant (UTC).
create or replace macro local_day(happened_at, time_zone) as
    timezone(time_zone, happened_at at time zone 'UTC')::date;

-- Calendar days from one instant (UTC) to another, with the fraction of a cut one.
create or replace macro local_days(from_at, to_at, time_zone) as
    (epoch_us(timezone(time_zone, to_at at time zone 'UTC')) - epoch_us(timezone(time_zone, from_at at time zone 'UTC')))
    / 86400e6;

-- Whether a day is one of the last five of its calendar quarter.
create or replace macro is_quarter_end(day) as
    day >= date_trunc('quarter', day) + interval 3 months - interval 5 days;
