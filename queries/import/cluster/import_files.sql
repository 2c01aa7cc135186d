-- What became of the rows of each file, over all parts; its digest, and as what it was read, are told of the file itself.
-- $shares: the parts' shares
-- $digests: the files, each with its digest and as what it was read

insert into import_files by name
with digests as (
    select unnest($digests, recursive := true)
)

select
    shares.file,
    min(digests.sha256) as sha256,
    sum(shares."read")::bigint as "read",
    sum(shares.loaded)::bigint as loaded,
    sum(shares.quarantined)::bigint as quarantined,
    sum(shares.skipped)::bigint as skipped,
    sum(shares.blank)::bigint as blank,
    min(shares.feeds) as feeds,
    regexp_replace(min(shares.dialect), '^Parquet', min(digests.words)) as dialect
from read_parquet($shares) as shares
inner join digests on shares.file = digests.file
group by shares.file
order by shares.file;
