"""Decisions: what was decided, whether it was done, and whether the figure moved after it."""
