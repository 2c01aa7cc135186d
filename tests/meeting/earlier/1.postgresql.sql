-- Entries are added at the end and stay; their text alone can be erased.
create function refuse_gap() returns trigger language plpgsql as $$
begin
    if new.seq is distinct from (select coalesce(max(e.seq), 0) + 1 from entries as e) then
        raise exception 'an entry of the journal goes at its end';
    end if;
    return new;
end
$$;

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'what the journal holds is never changed and never deleted';
end
$$;

create trigger entries_have_no_gap before insert on entries
for each row execute function refuse_gap();

create trigger entries_are_not_changed before update on entries
for each row when (
    new.body is not null or new.seq is distinct from old.seq or new.entry_id is distinct from old.entry_id
    or new.subject is distinct from old.subject or new.version is distinct from old.version
    or new.action is distinct from old.action or new.body_digest is distinct from old.body_digest
    or new.author is distinct from old.author or new.author_name is distinct from old.author_name
    or new.role is distinct from old.role or new.is_verified is distinct from old.is_verified
    or new.at is distinct from old.at or new.generation is distinct from old.generation
    or new.as_of is distinct from old.as_of or new.product_version is distinct from old.product_version
    or new.previous is distinct from old.previous or new.digest is distinct from old.digest
)
execute function refuse_change();

create trigger entries_are_not_deleted before delete on entries
for each row execute function refuse_change();

create trigger entries_are_not_emptied before truncate on entries
for each statement execute function refuse_change();
