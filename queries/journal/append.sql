-- One entry more.
insert into entries (
    seq, entry_id, subject, version, action, body, body_digest, author, author_name, role, is_verified, at, generation,
    as_of, product_version, previous, digest
)
values (
    :seq, :entry_id, :subject, :version, :action, :body, :body_digest, :author, :author_name, :role, :is_verified, :at,
    :generation, :as_of, :product_version, :previous, :digest
)
