"""How a company's own columns become ours: the mapping language, its files, and drafts for unknown exports."""
