"""The weekly meeting: who speaks, what was decided and whether it worked, what was signed, what changed since."""
