"""Reviews: frozen with the figures of their week, signed by both sides, opened again as they were."""
