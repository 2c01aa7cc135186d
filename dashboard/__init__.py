"""Funnel Review: the demand waterfall, response times and disagreements of a company, for its weekly review."""

import os

# Fits here are of a few dozen numbers: OpenBLAS's threads would wait for each other most of the time, at full speed. It
# reads this when numpy is imported, and whoever sets it otherwise means it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
