-- A blob is what its digest says, for good.
create trigger blobs_are_not_changed before update on blobs
begin
    select raise(abort, 'a blob of the journal is never changed');
end;

create trigger blobs_are_not_deleted before delete on blobs
begin
    select raise(abort, 'a blob of the journal is never deleted');
end;
