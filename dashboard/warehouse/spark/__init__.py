"""Spark as the engine of a warehouse: each question translated from DuckDB's SQL, sent by Spark Connect, read back."""
