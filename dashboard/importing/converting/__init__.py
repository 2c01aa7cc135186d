"""From staged rows to rows of the canonical tables: every value read, judged and accounted for."""
