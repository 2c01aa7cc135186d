"""The digest of a Monday: what in the week just over is not as usual, in ten lines at most."""
