"""Files handed in through a browser: kept apart, read in a confined process, gone with their session."""
