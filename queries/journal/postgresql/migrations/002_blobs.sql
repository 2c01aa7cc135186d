-- A blob is what its digest says, for good.
create trigger blobs_are_not_changed before update or delete on blobs
for each row execute function refuse_change();

create trigger blobs_are_not_emptied before truncate on blobs
for each statement execute function refuse_change();
