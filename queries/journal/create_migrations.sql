-- Which migrations a journal has had.
create table if not exists migrations (
    number integer primary key,
    name text not null,
    applied_at text not null
)
