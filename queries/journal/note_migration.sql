-- A migration is done.
insert into migrations (number, name, applied_at)
values (:number, :name, :applied_at)
