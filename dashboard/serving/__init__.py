"""The server's process: its start, who may ask it, what it takes in."""
