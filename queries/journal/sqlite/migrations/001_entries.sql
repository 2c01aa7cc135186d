-- Entries are added at the end and stay; their text alone can be erased.
create trigger entries_have_no_gap before insert on entries
when new.seq is not (select coalesce(max(e.seq), 0) + 1 from entries as e)
begin
    select raise(abort, 'an entry of the journal goes at its end');
end;

create trigger entries_are_not_changed before update on entries
when
    new.body is not null or new.seq is not old.seq or new.entry_id is not old.entry_id
    or new.subject is not old.subject or new.version is not old.version or new.action is not old.action
    or new.body_digest is not old.body_digest or new.author is not old.author
    or new.author_name is not old.author_name or new.role is not old.role or new.is_verified is not old.is_verified
    or new.at is not old.at or new.generation is not old.generation or new.as_of is not old.as_of
    or new.product_version is not old.product_version or new.previous is not old.previous
    or new.digest is not old.digest
begin
    select raise(abort, 'an entry of the journal is never changed');
end;

create trigger entries_are_not_deleted before delete on entries
begin
    select raise(abort, 'an entry of the journal is never deleted');
end;
