"""The Stalled deals screen: which open deals have stopped, and why."""
