-- What a finished generation says about itself, with how many rows its canonical tables hold;
-- fails on a file that is not whole, which is the point of asking.
-- Each count is a row of one list: joined to each other, eight of them take ten times as long to plan.

with counted as (
    select sum(loaded) as loaded, count(*) as held from import_files
    union all
    select 0, count(*) from leads
    union all
    select 0, count(*) from lead_events
    union all
    select 0, count(*) from touches
    union all
    select 0, count(*) from deals
    union all
    select 0, count(*) from deal_events
    union all
    select 0, count(*) from quarantine
)
select
    generation.digest,
    generation.as_of,
    generation.imported_at,
    summed.loaded,
    summed.held
from generation
cross join (select coalesce(sum(loaded), 0)::bigint as loaded, sum(held)::bigint as held from counted) as summed;
