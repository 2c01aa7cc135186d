-- More memory, for a fact that does not fit in an import's usual one.

set memory_limit = '2500MB';
