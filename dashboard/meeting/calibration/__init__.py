"""The monthly calibration review: what was looked at of the sealed weeks, and what the meeting decided."""
