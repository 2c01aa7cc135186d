-- What was erased is in no page of the log either.
pragma wal_checkpoint(truncate);
