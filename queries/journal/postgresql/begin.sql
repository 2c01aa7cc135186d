-- One writer at a time; the others wait their turn. The number is the journal's own.
begin;

set local lock_timeout = '60s';

select pg_advisory_xact_lock(7306928512);
