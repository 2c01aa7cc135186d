-- What an entry names by its digest and is too large for its body.
create table blobs (
    digest text primary key,        -- SHA-256 of the bytes
    media_type text not null,
    bytes bytea not null
);
