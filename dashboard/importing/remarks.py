"""What an import cannot judge and a company should look at: it loads as it is, and is said."""

import duckdb

from dashboard.importing.sql import run

MERGE_CANDIDATES = "merge_candidates"
BEFORE_CREATION = "before_creation"


def remarks(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The sentences about a generation whose facts are built; each is also kept as a warning."""
    said = {MERGE_CANDIDATES: _people_there_twice(con), BEFORE_CREATION: _before_creation(con)}
    for reason, sentence in said.items():
        if sentence:
            run(con, "warn_of_file", file=None, reason=reason, sentence=sentence)
    return tuple(filter(None, said.values()))


def counting_for_nothing(con: duckdb.DuckDBPyConnection) -> tuple[tuple[str, int, str], ...]:
    """Kind, records and sentence of what loaded and then counts for nothing, most first."""
    return tuple(run(con, "count_remarks").fetchall())


def _people_there_twice(con: duckdb.DuckDBPyConnection) -> str:
    """Leads that may be one person are counted, never merged: only the company knows."""
    (leads,) = run(con, "count_merge_candidates").fetchone() or (0,)
    if not leads:
        return ""
    return (
        f"{leads:,} leads share their e-mail, or their name and company, with another lead and stay apart; "
        "look through their list (Data screen) and merge those that are one person in the CRM."
    )


def _before_creation(con: duckdb.DuckDBPyConnection) -> str:
    """Events that lie before the lead or the deal they belong to was there."""
    lead_events, deal_events = run(con, "count_early").fetchone() or (0, 0)
    if not (lead_events or deal_events):
        return ""
    return (
        f"Dated before their lead came in: {lead_events:,} of the leads' events; before their deal was created: "
        f"{deal_events:,} of the deals' events; all are loaded: is a clock or a column wrong?"
    )
