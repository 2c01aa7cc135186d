"""The life of the shared profile: proposed, signed by both heads, in force from its day, retired by the next."""
