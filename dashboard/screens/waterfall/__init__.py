"""The Waterfall screen: what became of every lead of a cohort."""
