"""The restatement ledger: what a frozen figure is today, and the records, code and definitions it changed by."""
