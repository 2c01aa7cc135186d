-- True minutes from one instant (timestamp, UTC) to another, whatever the clocks do, as a double; negative when the
-- second comes first, null without both. Instants hold whole microseconds, so limits of whole minutes compare exactly.
create or replace macro minutes_between(start_at, end_at) as
    (epoch_us(end_at::timestamp) - epoch_us(start_at::timestamp)) / 60e6;
