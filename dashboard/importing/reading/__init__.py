"""From any file a company exports to an all-text table, fast, and without losing a row.

Nothing is imported here: a process of its own that reads one kind of file begins without the others' readers.
"""
