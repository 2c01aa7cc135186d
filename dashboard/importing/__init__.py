"""From a company's own export files to a published generation of the warehouse."""
