"""Earlier generations: what one had open, and what in the new one looks as if a wrong file came in.

Imports are whole, so a wrong file shows as a difference. It is said, never refused: the generation before is kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from dashboard.errors import NothingImported, NoWarehouse
from dashboard.importing.sql import run
from dashboard.scope.moments import Moments
from dashboard.scope.settings import Settings
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.stores import DamagedStore, attach

DROP = 0.8
"""A table with fewer rows than this share of what it had has lost rows nobody expected."""
NEW = 0.5
"""More new leads than this share look like another company's."""
JUMP = 10
"""A table that many times as long as it was is not a week's growth."""
MANY = 20
"""Below this many rows a share says nothing."""


@dataclass(frozen=True)
class ReviewWeek(Moments):
    """The review week of a generation, by its settings and its moment (naive UTC)."""

    settings: Settings
    as_of: datetime

    def starting_point(self, moments: Mapping[Path, datetime]) -> Path | None:
        """Which of the generations, by their moments, the bridge of the week starts at; None when none can.

        The newest of the week's start or before, else the earliest of the week: daily imports lose nothing.
        """
        before = [path for path, moment in moments.items() if moment <= self.week_start]
        if before:
            return max(before, key=lambda path: (moments[path], path.name))
        within = [path for path, moment in moments.items() if moment <= self.as_of]
        return min(within, key=lambda path: (moments[path], path.name), default=None)


def generation_before(con: duckdb.DuckDBPyConnection, generations: Generations) -> tuple[Path | None, bool]:
    """Where the generation served before this import lies, if any, and whether it is the one the pointer names.

    Where it is not, or none can be served though there were some, a warning says so.
    """
    try:
        before, word = generations.resolve(generations.opens)
    except NothingImported:
        return None, False
    except NoWarehouse as error:
        _warn_unreadable(con, str(error))
        return None, False
    if word is not None:
        _warn_unreadable(con, word)
    return generations.file(before), word is None


def remember_open_deals(
    con: duckdb.DuckDBPyConnection, generations: Generations, week: ReviewWeek, *, personal_data: bool
) -> None:
    """Copies what an earlier generation held of its open deals into this one: the one where the week starts."""
    abouts = {generations.file(generation): generations.about(generation) for generation in generations.all()}
    moments = {path: about.as_of for path, about in abouts.items() if about}
    _with_previous(con, week.starting_point(moments), "previous_open_deals", personal=personal_data)


def differences(con: duckdb.DuckDBPyConnection, previous: Path | None) -> tuple[str, ...]:
    """Sentences about what differs suspiciously from the generation in ``previous``, also kept as warnings."""
    counts = _with_previous(con, previous, "compare_with_previous")
    sentences = tuple(_sentences(counts)) if counts else ()
    for reason, sentence in sentences:
        run(con, "warn_of_file", file=None, reason=reason, sentence=sentence)
    return tuple(sentence for _, sentence in sentences)


def is_repeated(con: duckdb.DuckDBPyConnection, previous: Path | None, **about: object) -> bool:
    """Whether the generation in ``previous`` came of the same files, moment and settings with the same outcome."""
    return bool(_with_previous(con, previous, "same_as_previous", **about).get("is_same"))


def _with_previous(
    con: duckdb.DuckDBPyConnection, previous: Path | None, query: str, **parameters: object
) -> dict[str, Any]:
    """The first row of a query that reads the generation before as catalog ``previous``, nothing without one.

    One that cannot be read (damaged, or of another version) is no reason not to import: a warning says so.
    """
    if previous is None:
        return {}
    try:
        attach(con, previous, "previous")
        result = run(con, query, **parameters)
        return dict(zip([name for name, *_ in result.description or ()], result.fetchone() or (), strict=False))
    except (DamagedStore, duckdb.Error) as error:
        why = str(error).splitlines()[0]
        _warn_unreadable(con, f"The generation before cannot be compared with ({why}); compare them yourself.")
        return {}
    finally:
        con.execute("detach database if exists previous")


def _warn_unreadable(con: duckdb.DuckDBPyConnection, sentence: str) -> None:
    run(con, "warn_of_file", file=None, reason="previous_unreadable", sentence=sentence)


def _sentences(counts: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if counts["same_files"]:
        yield "already_imported", "These very files were imported before: nothing is new but the settings."
        return
    for table in ("leads", "deals", "events", "touches"):
        now, before = counts[table], counts[f"{table}_before"]
        if before >= MANY and now < DROP * before:
            yield "count_drop", f"Only {now:,} {table} where there were {before:,}: is the export whole?"
        elif before >= MANY and now > JUMP * before:
            yield "count_jump", f"{now:,} {table} where there were {before:,}: is this one company's export, once?"
    if counts["leads_before"] >= MANY and counts["new_leads"] > NEW * max(counts["leads"], 1):
        share = f"{counts['new_leads']:,} of {counts['leads']:,} leads"
        yield "new_ids", f"{share} were not there before: is this the right company's export?"
    newest, before = counts["newest_lead"], counts["newest_lead_before"]
    if isinstance(newest, datetime) and isinstance(before, datetime) and newest < before:
        yield (
            "older_export",
            f"The newest lead is of {newest:%Y-%m-%d}, before it was {before:%Y-%m-%d}: is this an old export?",
        )
