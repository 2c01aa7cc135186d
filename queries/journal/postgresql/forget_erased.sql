-- What was erased is in no page of the table either.
vacuum full entries;
