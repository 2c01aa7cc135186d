"""A small company for the meeting's tests: 40 weeks of leads, deals and touches as rows, and its export as files."""

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Settings

MONDAY = datetime(2026, 2, 9)  # noqa: DTZ001 -- local times, as an export has them
WEEKS = 40
AS_OF = MONDAY + timedelta(weeks=WEEKS)
WEEK = "2026-W46"
"""The last whole week of the export."""
Row = dict[str, str]


@dataclass
class Company:
    """The tables of an export by name, each a list of rows."""

    tables: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **row: object) -> None:
        """One row more; None is left blank."""
        self.tables.setdefault(table, []).append(
            {name: "" if value is None else str(value) for name, value in row.items()}
        )

    def row(self, table: str, key: str, value: str) -> Row:
        """The first row whose ``key`` is ``value``, to be changed in place."""
        return next(row for row in self.tables[table] if row.get(key) == value)

    def remove(self, lead_id: str) -> None:
        """A lead with all that was recorded of it."""
        for table, rows in self.tables.items():
            deals = {row["deal_id"] for row in self.tables["deals"] if row["lead_id"] == lead_id}
            self.tables[table] = [
                row for row in rows if row.get("lead_id") != lead_id and row.get("deal_id", "none") not in deals
            ]

    def copy(self) -> "Company":
        """The same rows, to be changed."""
        return Company({table: [dict(row) for row in rows] for table, rows in self.tables.items()})

    def import_into(self, folder: Path, files: Path, settings: Settings | None = None, as_of: datetime = AS_OF) -> str:
        """Write the export below ``files`` and import it; the id of the generation."""
        files.mkdir(parents=True, exist_ok=True)
        for table, rows in self.tables.items():
            with (files / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
                writer.writeheader()
                writer.writerows(rows)
        options = ImportOptions()
        return run_import([files], [], folder, settings or Settings(), as_of, options, lambda _: None).generation


def company(per_week: int = 3, seed: int = 5) -> Company:
    """Leads of every week, most answered, some qualified, some with a deal that is won, lost or open."""
    chance, made = random.Random(seed), Company()
    number = 0
    for week in range(WEEKS):
        for _ in range(per_week):
            number += 1
            _lead(made, chance, f"L{number:03d}", MONDAY + timedelta(weeks=week, hours=chance.randrange(8, 100)))
    made.add("spend", on="2026-11-02", source="webinar", amount=500)
    return made


def _lead(made: Company, chance: random.Random, lead_id: str, at: datetime) -> None:
    source = chance.choice(("webinar", "paid search"))
    made.add("leads", lead_id=lead_id, created_at=at, source=source, email=f"{lead_id}@example.com", owner="ann")
    if chance.random() < 0.8:
        touched = at + timedelta(minutes=chance.randrange(3, 3_000))
        made.add(
            "touches",
            touch_id=f"T{lead_id}",
            at=touched,
            kind="call",
            direction="outbound",
            lead_id=lead_id,
            automated="false",
            connected="true",
        )
    if chance.random() < 0.7:
        _event(made, lead_id, at + timedelta(hours=20), "mql")
        if chance.random() < 0.7:
            _event(made, lead_id, at + timedelta(hours=40), "sal")
            _deal(made, chance, lead_id, at + timedelta(days=4))
        else:
            _event(made, lead_id, at + timedelta(hours=50), "rejected")


def _event(made: Company, lead_id: str, at: datetime, event: str) -> None:
    if at < AS_OF:
        made.add("lead_events", lead_id=lead_id, at=at, event=event)


def _deal(made: Company, chance: random.Random, lead_id: str, at: datetime) -> None:
    if at >= AS_OF:
        return
    deal_id = lead_id.replace("L", "D")
    amount = chance.randrange(10, 90) * 100
    made.add("deals", deal_id=deal_id, created_at=at, lead_id=lead_id, owner="bob", amount=amount, next_step=None)
    ends = at + timedelta(days=chance.randrange(10, 60))
    outcome: Sequence[str | None] = ("won", "lost", "lost", None)
    if ends < AS_OF and (event := chance.choice(outcome)):
        made.add("deal_events", deal_id=deal_id, at=ends, event=event)
