"""Drafts a mapping for files nobody described: told by their values and by what companies call things."""
