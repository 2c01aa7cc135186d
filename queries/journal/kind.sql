-- The entries of all subjects of a kind, in order; the prefix ends with a colon.
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
where substr(subject, 1, length(cast(:prefix as text))) = :prefix
order by seq
