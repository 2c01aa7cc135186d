-- The entry of an id.
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
where entry_id = :entry_id
