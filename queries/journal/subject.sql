-- The entries of one subject after a version, in order.
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
where subject = :subject and version > :last_version
order by version
