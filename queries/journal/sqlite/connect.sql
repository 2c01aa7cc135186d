-- How every connection behaves: what is acknowledged is on the disk, and what is erased leaves no trace in it.
pragma busy_timeout = 60000;

pragma journal_mode = wal;

pragma synchronous = full;

pragma recursive_triggers = on;

pragma secure_delete = on;
