"""A slow, plain second answer to every figure, written from the specification's words alone.

Nothing here knows DuckDB, the queries or the dashboard, so that a mistake has to be made twice to pass.
"""
