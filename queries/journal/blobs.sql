-- The digests of all blobs, in order.
select digest
from blobs
order by digest
