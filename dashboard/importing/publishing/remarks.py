"""What an import cannot judge and a company should look at: it loads as it is, and is said."""

from datetime import datetime, timedelta

import duckdb

from dashboard.importing.publishing.previous import ReviewWeek
from dashboard.importing.sql import run

MERGE_CANDIDATES = "merge_candidates"
BEFORE_CREATION = "before_creation"
OLD_EXPORT = "old_export"


def newest_record(con: duckdb.DuckDBPyConnection, as_of: datetime) -> datetime | None:
    """When the newest record before the import's moment happened; naive UTC, None without any."""
    row: tuple[datetime | None] | None = run(con, "newest_record", as_of=as_of).fetchone()
    return row[0] if row else None


def remarks(con: duckdb.DuckDBPyConnection, week: ReviewWeek) -> tuple[str, ...]:
    """The sentences about a generation whose facts are built; each is also kept as a warning."""
    sentences = {
        OLD_EXPORT: _old_export(con, week),
        MERGE_CANDIDATES: _people_there_twice(con),
        BEFORE_CREATION: _before_creation(con),
    }
    for reason, sentence in sentences.items():
        if sentence:
            run(con, "warn_of_file", file=None, reason=reason, sentence=sentence)
    return tuple(filter(None, sentences.values()))


def counting_for_nothing(con: duckdb.DuckDBPyConnection) -> tuple[tuple[str, int, str], ...]:
    """Kind, records and sentence of what loaded and then counts for nothing, most first."""
    return tuple(run(con, "count_remarks").fetchall())


def _old_export(con: duckdb.DuckDBPyConnection, week: ReviewWeek) -> str:
    """An export of past weeks: what is shown of it, and how it is seen as it stood then."""
    newest = newest_record(con, week.as_of)
    if newest is None or newest >= week.days_before(week.monday(week.as_of), 7):
        return ""
    day = week.local(newest).date()
    return (
        f"The newest record is of {day}, so the screens open on the last week with records; to see everything as it "
        f"stood then, import with --as-of {day + timedelta(days=1)}."
    )


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
