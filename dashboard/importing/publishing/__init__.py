"""A generation takes its place in a warehouse: in one step, after the last looks, and back again when asked."""
