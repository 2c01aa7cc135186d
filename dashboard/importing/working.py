"""The tables that only a mapping feeds: what a CRM says of its records, before an import settles it into events.

A history says how a record moved, a state where it stands now; ``merged_records`` says which records became one, and
``stages`` what a stage means. What comes of them is in language.md, "What becomes of histories and records".
"""

from dashboard.importing.canonical import (
    ENTRIES,
    EXITS,
    OUTCOMES,
    TABLES,
    CanonicalTable,
    Column,
    ColumnKind,
    instant,
    key,
)

NO_STAGE = "none"
"""What a lead's history says where the lead stands in no stage: before the first."""
MERGED_FROM = "merged_from"
"""The id a row had before its record was merged into the one it has now; null for a record's own."""

_WHO_AND_WHY = (key("actor"), Column("reason"))
_MERGED_FROM = Column(MERGED_FROM, ColumnKind.KEY, of_import=True)
_OUTCOME = (Column("is_closed", ColumnKind.YES_NO), Column("is_won", ColumnKind.YES_NO))
_LEAD = key("lead_id", required=True, refers_to="leads")
_DEAL = key("deal_id", required=True, refers_to="deals")

MERGED_RECORDS = CanonicalTable(
    "merged_records",
    (
        Column("records", ColumnKind.WORD, required=True, words=("leads", "deals", "accounts")),
        key("merged_id", required=True),
        key("survivor_id", required=True),
    ),
)
STAGES = CanonicalTable(
    "stages",
    (Column("stage", required=True), Column("event", ColumnKind.STAGE, words=OUTCOMES), *_OUTCOME),
    settled_into="deal_events",
)
LEAD_HISTORY = CanonicalTable(
    "lead_history",
    (
        _LEAD,
        instant("at"),
        Column("event", ColumnKind.WORD, required=True, words=(*ENTRIES, *EXITS, NO_STAGE), unknown="unknown_event"),
        *_WHO_AND_WHY,
        _MERGED_FROM,
    ),
    settled_into="lead_events",
)
LEAD_RECORDS = CanonicalTable(
    "lead_records",
    (
        _LEAD,
        Column("event", ColumnKind.WORD, required=True, words=ENTRIES + EXITS, unknown="unknown_event"),
        Column("at", ColumnKind.INSTANT, past=True),
        Column("modified_at", ColumnKind.INSTANT),
        *_WHO_AND_WHY,
        _MERGED_FROM,
    ),
    settled_into="lead_events",
)
DEAL_HISTORY = CanonicalTable(
    "deal_history",
    (
        _DEAL,
        instant("at"),
        Column("event", ColumnKind.STAGE, required=True, words=OUTCOMES),
        *_OUTCOME,
        *_WHO_AND_WHY,
        _MERGED_FROM,
    ),
    settled_into="deal_events",
)
DEAL_RECORDS = CanonicalTable(
    "deal_records",
    (
        _DEAL,
        Column("event", ColumnKind.STAGE, words=OUTCOMES),
        *_OUTCOME,
        Column("at", ColumnKind.INSTANT),
        Column("modified_at", ColumnKind.INSTANT),
        *_WHO_AND_WHY,
        _MERGED_FROM,
    ),
    settled_into="deal_events",
)

AIDS = (MERGED_RECORDS, STAGES)
"""Tables that say what the rows of others mean; a row that feeds these alone is in no canonical table."""
WORKING: dict[str, CanonicalTable] = {
    table.name: table for table in (MERGED_RECORDS, STAGES, LEAD_HISTORY, LEAD_RECORDS, DEAL_HISTORY, DEAL_RECORDS)
}
FED: dict[str, CanonicalTable] = {MERGED_RECORDS.name: MERGED_RECORDS, **TABLES, **WORKING}
"""Every table a mapping feeds, in the order they are built: merges first, as they say whose a row is."""


def canonical_name(table: CanonicalTable) -> str:
    """The canonical table that a row of ``table`` ends in, or helps to settle."""
    return table.settled_into or table.name
