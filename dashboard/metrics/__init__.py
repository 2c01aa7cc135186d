"""The sections of the metric contract: one pydantic model and one function each, over the seam."""
