"""The Data screen: what was imported, what was set aside, what the figures rest on, and files to bring."""
