-- What people write, one row each, never changed.
create table entries (
    seq integer primary key,            -- place in the journal, from 1, without a gap
    entry_id text not null unique,      -- UUIDv7, made before sending: sent twice, it is one entry
    subject text not null,              -- what it is about: decision:…, review:2026-W46, deal:…
    version integer not null,           -- place among the entries of its subject, from 1
    action text not null,               -- what was done, of a closed list per kind of subject
    body text,                          -- canonical JSON; null when it was erased
    body_digest text not null,          -- SHA-256 of the body, kept when it is erased
    author text not null,               -- id of who wrote it
    author_name text not null,          -- their name
    role text not null,                 -- the role they wrote it in
    is_verified boolean not null,       -- whether somebody vouches that it was them
    at text not null,                   -- when, by the server's clock, UTC
    generation text,                    -- the generation they looked at
    as_of text,                         -- the moment they looked at, UTC
    product_version text not null,
    previous text not null,             -- digest of the entry before; empty at the first
    digest text not null unique,        -- SHA-256 over previous and the canonical row
    unique (subject, version)
);
