"""Funnel Review: the demand waterfall, response times and disagreements of a company, for its weekly review."""
