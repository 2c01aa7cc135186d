"""The commands of the meeting: the journal, decisions, comments, verdicts, reviews."""
