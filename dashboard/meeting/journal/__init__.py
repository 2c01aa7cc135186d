"""The journal: what people write, one append-only table that no import touches, on SQLite or PostgreSQL."""
