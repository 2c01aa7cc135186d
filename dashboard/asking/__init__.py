"""The seam between whoever shows a figure and its question: what is looked at, the answer, its receipt."""
