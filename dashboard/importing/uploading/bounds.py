"""How much may be handed in through browsers."""

MOST_FILES = 50
MOST_BYTES = 200 << 20
"""Of one session, and of one import in a browser."""
MOST_BYTES_IN_ALL = 500 << 20
"""Of all sessions together."""
