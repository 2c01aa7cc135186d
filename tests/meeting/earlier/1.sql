-- A journal as version 1 of its tables left it: entries alone. Never edited.
create table if not exists migrations (
    number integer primary key,
    name text not null,
    applied_at text not null
);

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

insert into entries (seq, entry_id, subject, version, action, body_digest, author, author_name, role, is_verified, at, generation, as_of, product_version, previous, digest, body)
values (1, '01a2243b-f80b-7145-962f-563d32fa91fb', 'decision:2026-W46-00000001', 1, 'made', '1bc53da749d030cd357e45ac9c5722b76b3fd873798861e1e580655a8b22d9f8', 'ann@example.com', 'Ann', 'chair', true, '2026-11-16T09:00:00.000000Z', '20261116T080000-00000000', '2026-11-16T00:00:00.000000Z', '0.1.0', '', 'cedbeaf70fb5bc6efe9cf5acc66cb9cdb1538a861d535838fec4655060c29ba5', '{"expected":0.1,"owner":"Bo","text":"Answer webinar leads within a day"}');

insert into entries (seq, entry_id, subject, version, action, body_digest, author, author_name, role, is_verified, at, generation, as_of, product_version, previous, digest, body)
values (2, '01a2243b-f836-75fe-b71e-58abfc42ff79', 'comment:1', 1, 'written', '7cfa56c7b413da91ba38ff90937847f6ac15a5bc9012f3fe156509da66a37c25', 'ann@example.com', 'Ann', 'reader', true, '2026-11-16T09:00:01.000000Z', null, null, '0.1.0', 'cedbeaf70fb5bc6efe9cf5acc66cb9cdb1538a861d535838fec4655060c29ba5', '7aad27ace806105bf5b7f75117c8c0f12bcf2f27be37213cb3947088acd7e175', null);

insert into entries (seq, entry_id, subject, version, action, body_digest, author, author_name, role, is_verified, at, generation, as_of, product_version, previous, digest, body)
values (3, '01a2243b-f83a-74b8-98e0-60d01c58bee0', 'access:erasures', 1, 'erased', '83db208045447a447dda285f4804dd1233e559519ab388ef428cef63160265a6', 'ann@example.com', 'Ann', 'admin', true, '2026-11-16T09:00:02.000000Z', null, null, '0.1.0', '7aad27ace806105bf5b7f75117c8c0f12bcf2f27be37213cb3947088acd7e175', 'a0b5a76000c83ff3d432770a6932ab4213a33635586677b29e726a4c30bc81e6', '{"entries":[2]}');

insert into migrations (number, name, applied_at) values (1, '001_entries', '2026-11-16T08:59:00.000000Z');
