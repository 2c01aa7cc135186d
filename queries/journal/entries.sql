-- Every entry after a place, in order.
select
    seq,
    entry_id,
    subject,
    version,
    action,
    body,
    body_digest,
    author,
    author_name,
    role,
    is_verified,
    at,
    generation,
    as_of,
    product_version,
    previous,
    digest
from entries
where seq > :last_seq
order by seq
