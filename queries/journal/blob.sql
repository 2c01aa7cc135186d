-- The bytes of a digest.
select
    digest,
    media_type,
    bytes
from blobs
where digest = :digest
