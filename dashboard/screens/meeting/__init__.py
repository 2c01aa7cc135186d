"""What the meeting writes, as every screen shows it: decisions, comments, signatures, past weeks, restatement."""
