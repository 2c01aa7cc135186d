"""Two generations side by side: which records differ and why, and the company that has some of them as they are now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

import duckdb

from dashboard.errors import NoWarehouse
from dashboard.importing.facts import build_facts
from dashboard.warehouse.catalogue import QUERIES
from dashboard.warehouse.stores import DamagedStore, attach

FOLDER = QUERIES / "ledger"
MIXED: Final = "mixed"
CHANGED = ("quarantined", "changed_records", "changed_events", "moved_events")
"""What the differences are told from, each made of those before it."""
OF_THE_COMPANY = (
    "accounts", "spend", "reps", "generation", "quarantine", "warnings", "import_files",
)  # fmt: skip
RestatementReason = Literal["removed", "moved", "arrived_late", "re_timed", "changed", "set_aside", "limits"]
REASONS: tuple[RestatementReason, ...] = (
    "removed",
    "moved",
    "arrived_late",
    "re_timed",
    "changed",
    "set_aside",
    "limits",
)
"""The reasons in order: a record has the first of its differences."""
GONE = frozenset({"removed", "set_aside"})


@dataclass(frozen=True)
class RecordDifference:
    """A lead or deal that is not as it was, with the first of its reasons and all its differences in words.

    ``with_lead``: a deal that came or went with its lead, which is listed in its place.
    """

    kind: Literal["lead", "deal"]
    id: str
    reason: RestatementReason
    what: tuple[str, ...]
    with_lead: str | None = None


def differences(before: Path, after: Path, as_of: datetime) -> list[RecordDifference]:
    """The leads and deals that differ between two generations' files, seen from ``as_of`` (naive UTC), in order."""
    with _side_by_side(before, after) as con:
        sentences: dict[tuple[Literal["lead", "deal"], str], list[tuple[RestatementReason, str]]] = {}
        for name in CHANGED:
            con.execute(_text(name))
        for name in ("records", "events", "touches"):
            for kind, key, reason, what in con.execute(_text(name), {"as_of": as_of}).fetchall():
                sentences.setdefault((kind, key), []).append((reason, what))
        leads = {deal: lead for deal, *both in con.execute(_text("deal_leads")).fetchall() for lead in both if lead}
    first = {key: _first([reason for reason, _ in each]) for key, each in sentences.items()}
    return [
        RecordDifference(kind, key, reason, tuple(what for _, what in sentences[kind, key]), lead)
        for kind, key in sorted(sentences)
        for reason, lead in [_with_lead(first, kind, key, leads.get(key))]
    ]


def mix(before: Path, after: Path, taken: Collection[RecordDifference], folder: Path) -> str:
    """Build a warehouse below ``folder`` with what ``after`` holds of the records ``taken``, the rest as ``before``.

    Returns its generation. What is the company's own (spend, accounts, people) is as it was.
    """
    file = folder / "generations" / f"{MIXED}.duckdb"
    file.parent.mkdir(parents=True)
    with _side_by_side(before, after, str(file)) as con:
        kinds, ids = zip(*((each.kind, each.id) for each in taken), strict=True) if taken else ((), ())
        con.execute(
            "create temp table taken as select unnest($1::varchar[]) as kind, unnest($2::varchar[]) as id",
            [list(kinds), list(ids)],
        )
        con.execute(_text("mixed"))
        for table in OF_THE_COMPANY:
            con.execute(f"create table {table} as from before.{table}")
        build_facts(con)
    return MIXED


def held_since(before: Path, after: Path, week_from: datetime) -> tuple[float, float]:
    """The value of deals that are gone, and by how much others are worth more, as the bridge counts them.

    Of the deals that stood open when the week of the generation ``before`` began, at ``week_from`` (naive UTC), as far
    as that one knows; now is what ``after`` holds of them.
    """
    with _side_by_side(before, after) as con:
        con.execute((QUERIES / "statistics" / "exact_sum.sql").read_text(encoding="utf-8"))
        ((removed, revalued),) = con.execute(_text("held"), {"week_from": week_from}).fetchall()
    return float(removed), float(revalued)


def _first(reasons: list[RestatementReason]) -> RestatementReason:
    """The first in order; a record that was set aside whole, told first of all it lost, has no other."""
    return reasons[0] if reasons[0] in GONE else min(reasons, key=REASONS.index)


def _with_lead(
    first: dict[tuple[Literal["lead", "deal"], str], RestatementReason], kind: str, key: str, lead: str | None
) -> tuple[RestatementReason, str | None]:
    """The reason of a record, and its lead where it came or went with it."""
    own = first["lead" if kind == "lead" else "deal", key]
    of_lead = first.get(("lead", lead)) if kind == "deal" and lead is not None else None
    if of_lead is not None and ((of_lead in GONE and own in GONE) or own == of_lead == "arrived_late"):
        return of_lead, lead
    return own, None


def _side_by_side(before: Path, after: Path, database: str = ":memory:") -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(database)
    try:
        for name, path in (("before", before), ("after", after)):
            attach(con, path, name)
    except DamagedStore as error:
        con.close()
        raise NoWarehouse(f"{error}; put it back, or import again.") from None
    return con


def _text(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
