"""The only floor that queries DuckDB: generations, the catalogue of questions, the slice in front of each."""
