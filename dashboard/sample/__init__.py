"""The sample company: a seeded generator with planted stories of known size."""
