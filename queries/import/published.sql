-- What a finished generation says about itself, with how many of each canonical table's rows it holds;
-- fails on a file that is not whole, which is the point of asking.

select
    generation.digest,
    generation.as_of,
    generation.imported_at,
    (select coalesce(sum(loaded), 0)::bigint from import_files) as loaded,
    (select count(*) from leads) as leads,
    (select count(*) from lead_events) as lead_events,
    (select count(*) from touches) as touches,
    (select count(*) from deals) as deals,
    (select count(*) from deal_events) as deal_events,
    (select count(*) from import_files) as import_files,
    (select count(*) from quarantine) as quarantined
from generation;
