-- The entries of an author that are not erased, in order.
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
where author = :author and body is not null
order by seq
