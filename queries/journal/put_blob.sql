-- Bytes under their digest; the same bytes once.
insert into blobs (digest, media_type, bytes)
values (:digest, :media_type, :bytes)
on conflict (digest) do nothing
