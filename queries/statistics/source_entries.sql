-- How many of each source had a full horizon in a stage of the waterfall, and converted, in a window and an earlier one.
-- The arguments are those of mature_entries, after `step`, the place of the stage.
-- One row per source: part (its name), leads_before, converted_before, leads_now, converted_now.
create or replace macro source_entries(
    entries, step, window_from, window_to, before_from, before_to, horizon_seconds, moment
) as table
select
    coalesce(source, '(none)') as part,
    count(*) filter (where not is_current) as leads_before,
    count(*) filter (where not is_current and is_converted) as converted_before,
    count(*) filter (where is_current) as leads_now,
    count(*) filter (where is_current and is_converted) as converted_now
from mature_entries(entries, window_from, window_to, before_from, before_to, horizon_seconds, moment)
where stage_number = step
group by part;
