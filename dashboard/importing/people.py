"""Leads that may be one person: said and listed, never merged, since only the company knows."""

import duckdb

from dashboard.importing.sql import run

REASON = "merge_candidates"


def people_there_twice(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """A sentence with how many leads share an e-mail, or name and company; also kept as a warning."""
    (leads,) = run(con, "count_merge_candidates").fetchone() or (0,)
    if not leads:
        return ()
    sentence = (
        f"{leads:,} leads share their e-mail, or their name and company, with another lead and stay apart; "
        "the Data screen lists them: merge those that are one person in the CRM."
    )
    run(con, "warn_of_file", file=None, reason=REASON, sentence=sentence)
    return (sentence,)
